"""What the tables' notes say, by key. Section numbers are those of the 2009 report."""

from collections.abc import Iterable

NOTES = {
    "pooled": (
        "Shares are pooled: all half hours that the respondents of a group gave to an activity, "
        "divided by all half hours that they recorded. A respondent who recorded more time "
        "counts for more. It is not the average of each person's share (sections 3.1 to 3.3)."
    ),
    "lunch": (
        "A half hour belongs to the one activity that took most of it. Recorded time is all "
        "half hours with an activity, lunch and breaks (S9) included (section 1.3)."
    ),
    "client_related": (
        "Client related work is direct contact with clients, case related recording, case "
        "related work in own agency and case related inter-agency work. The subtotal comes from "
        "the exact sum, so it need not equal the sum of the rounded parts."
    ),
    "sector": (
        "The sector comes from where respondents say they work (question 8a). NHS and joint "
        "services count by whom they serve. No information: no answer, or somewhere else."
    ),
    "column_percentages": (
        "Percentages are of all respondents in the column, those without information included."
    ),
    "several": (
        "Respondents could give several answers, so the rows add up to more than the respondents. "
        "Who did not answer the question counts as not having chosen any."
    ),
    "others_are_the_rest": (
        "All other respondents of a column said no, were not sure or did not answer: the 2009 "
        "report has them together as “No / no info”."
    ),
    "client_groups": (
        "Respondents were asked for the client groups that they mainly work with, up to three. No "
        "information: no client group was named."
    ),
    "client_side": (
        "Working with children or with adults comes from the setting (question 8a) or, in "
        "settings that serve both, from the client groups named (sections 2.3 and 2.11)."
    ),
    "roles": (
        "Roles come from job titles. Table 2.4 and Tables 3.11 and 3.15 coded them by different "
        "rules, so their numbers differ. Later questionnaires ask for the role itself."
    ),
    "one_qualification": (
        "Each respondent counts once, with the first of the qualifications that they hold in the "
        "order of the table (note 9 of the 2009 report)."
    ),
    "full_time": "Full time is 35 hours a week and over, by contract.",
    "cases": (
        "Active cases are those that respondents are actively responsible for at the moment. "
        "What counts as a case, a child or a family, differs between places."
    ),
    "case_bands": (
        "Subtotals come from the exact numbers. In print they were added up from rounded parts."
    ),
    "hours_bands": (
        "Hours worked in the diary week less contracted hours, as respondents stated both, not "
        "the hours in the diary. The bands are over 0 to 3 hours more, over 3 to 5, over 5 to 8, "
        "over 8 to 12, over 12 to 15, over 15 to 20, over 20 to 25, over 25 to 30 and over 30; "
        "their names are those of the 2009 report (section 3.2)."
    ),
    "out_of_hours": (
        "Weekend work is any half hour recorded on Saturday or Sunday. Early or late work is an "
        "hour or more recorded before 08:30, or after 19:30, on one and the same day of the week "
        "(section 3.2)."
    ),
    "approached": (
        "Agencies and not respondents are counted. Approached is every agency that the survey's "
        "team spoke or wrote to; one that the survey itself excluded is not counted."
    ),
    "hours_a_person": (
        "Hours a person are all hours that a group recorded for an activity in the week, divided "
        "by all its respondents. Hours a participant are divided by those who recorded the "
        "activity at least once."
    ),
    "participation": (
        "Participation is the percentage of respondents who recorded an activity at least once in "
        "the week. By day it is the percentage of days on which anything was recorded."
    ),
    "episodes": (
        "An episode is a run of half hours with the same activity. Midnight does not end it. A "
        "category's episodes are those of its activities, added up."
    ),
    "breaks": (
        "The 2009 survey counts lunch and breaks (S9) as recorded time. Most other studies of "
        "working time leave them out."
    ),
    "tempogram": (
        "Of every hundred respondents, how many are in the category at that half hour on an "
        "average one of the days. The rest have nothing recorded then. The low number of a row is "
        "that of the respondents who recorded the category at that time on any of the days."
    ),
    "numbers_given": (
        "Means of the numbers that respondents stated, of those who stated one. They are not "
        "counted from the diary."
    ),
    "coded": (
        "Researchers of this round sorted the answers in respondents' own words into these codes. "
        "Not coded: nobody has given the answer a code that counts yet, or there was no answer."
    ),
    "respondents": (
        "Respondents are people who sent their return. One with an empty diary counts as a "
        "respondent and adds no time. Returns that the survey's researchers set aside are not "
        "counted."
    ),
}


def used_in_order(keys: Iterable[str]) -> dict[str, int]:
    """Numbers of the notes that are used, in the order in which they stand here."""
    used = set(keys)
    unknown = used - set(NOTES)
    if unknown:
        raise KeyError(f"no such note: {', '.join(sorted(unknown))}")
    return {key: number for number, key in enumerate((k for k in NOTES if k in used), start=1)}
