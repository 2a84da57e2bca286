# The image of web, worker, scheduler and migration: one image, four commands.

FROM node:22-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY scripts/build-assets.mjs scripts/
COPY static/src static/src
RUN npm run build

FROM python:3.11-slim AS packages
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --requirement requirements.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CASEWEEK_VAR_DIR=/srv/caseweek/var \
    CASEWEEK_KEY_DIR=/srv/caseweek/keys \
    CASEWEEK_RESULTS_DIR=/srv/caseweek/results \
    CASEWEEK_STATIC_ROOT=/app/static/collected
RUN useradd --system --user-group --uid 10001 --no-create-home --shell /usr/sbin/nologin caseweek \
    && install -d -o caseweek -g caseweek -m 700 \
       /srv/caseweek/var /srv/caseweek/keys /srv/caseweek/results
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py LICENSE ./
COPY templates templates
COPY diary diary
COPY surveys surveys
COPY reports reports
COPY config config
COPY locale locale
COPY --from=assets /app/static/dist static/dist
# Collected with a laptop's settings, whose secrets are made up for this one command and go with it.
RUN CASEWEEK_VAR_DIR=/tmp/build CASEWEEK_KEY_DIR=/tmp/build/keys \
    python manage.py collectstatic --no-input \
    && rm -rf /tmp/build \
    && python -m compileall -q config diary reports surveys
# From here on there are no defaults: it starts with secrets from its environment or not at all.
ENV CASEWEEK_MODE=production
USER caseweek
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
