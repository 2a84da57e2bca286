# Estimates of the returns in returns.csv by R's survey package, for test_estimates.py:
#   Rscript cases.R
# writes results.csv, 17 significant digits. NA: not to be had, by decision 0014 or in R.
suppressMessages(library(survey))

returns <- read.csv("returns.csv", stringsAsFactors = FALSE)
groups <- c("a", "b", "c", "d", "e", "f", "all")
measures <- list(
  direct = c("direct", "recorded"),
  other = c("other", "recorded"),
  indirect = c("indirect", "recorded"),
  electronic = c("electronic", "one"),
  hours = c("given_hours", "gave_hours")
)
returns$one <- 1
returns$gave_hours <- as.numeric(!is.na(returns$hours))
returns$given_hours <- ifelse(is.na(returns$hours), 0, returns$hours)

# Strata with one cluster joined to others, by hand, by the rule of decision 0014.
joined <- c(
  "North/unitary" = "North/others", "North/county" = "North/others",
  "East/unitary" = "East/metropolitan", "Wales/unitary" = "alone", "/" = "alone"
)
here <- returns$data == "collapsed" & returns$stratum %in% names(joined)
returns$stratum[here] <- joined[returns$stratum[here]]
returns$stratum[returns$data == "left" & returns$stratum == "Wales/unitary"] <- "North/metropolitan"

estimate <- function(design, measure) {
  y <- as.formula(paste("~", measure[1]))
  x <- as.formula(paste("~", measure[2]))
  members <- design$variables[[measure[2]]] != 0
  design <- design[members, ]
  if (nrow(design$variables) == 0) return(c(NA, NA, NA, NA, NA, 0))
  ratio <- svyratio(y, x, design, deff = "replace")
  df <- degf(design)
  if (df <= 0) return(c(coef(ratio), NA, NA, NA, NA, df))
  ends <- confint(ratio, df = df)
  c(coef(ratio), SE(ratio), ends[1], ends[2], deff(ratio), df)
}

number <- function(x) ifelse(is.na(x), "NA", sprintf("%.17g", x))
lines <- c(
  sprintf("# %s; survey %s", R.version.string, packageVersion("survey")),
  "data,weighted,inside,group,measure,value,error,lower,upper,deff,df"
)
for (data in c("authorities", "alone", "collapsed", "left")) {
  for (weighted in 0:1) {
    some <- returns[returns$data == data, ]
    some$w <- if (weighted == 1) some$weight else 1
    design <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, data = some)
    for (inside in 0:1) {
      kept <- if (inside == 1) subset(design, inside == 1) else design
      for (group in groups) {
        domain <- if (group == "all") kept else kept[kept$variables$group == group, ]
        for (name in names(measures)) {
          found <- estimate(domain, measures[[name]])
          lines <- c(lines, paste(c(data, weighted, inside, group, name, number(found)),
                                  collapse = ","))
        }
      }
    }
  }
}
writeLines(lines, "results.csv")
