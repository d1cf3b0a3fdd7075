# The production image: `docker build --tag miglobe-website .`, then compose.yaml.
#
# The base is named by its exact tag. Whoever builds releases pins it to the digest that their
# registry shows for it (`--build-arg PYTHON_IMAGE=python:…@sha256:…`) and renews it with each release:
# the tag alone also gets the distribution's security updates, which a digest keeps out.
ARG PYTHON_IMAGE=python:3.11.14-slim-trixie

# --- What is built and what is left behind ----------------------------------------------------
FROM ${PYTHON_IMAGE} AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/site

# Wheels only: nothing is compiled here, and no package runs code of its own to install itself.
COPY requirements.txt ./
RUN python -m venv --without-pip /srv/venv \
    && python -m pip --python /srv/venv/bin/python install --require-hashes --only-binary=:all: --requirement requirements.txt

COPY manage.py ./
COPY docs docs
COPY locale locale
COPY templates templates
COPY site site
COPY news news
COPY pool pool
COPY home home

# Production settings refuse to start without these. They are values for this step alone: they are
# not in the image's environment, and nothing connects to this database.
RUN export PATH=/srv/venv/bin:$PATH DJANGO_SETTINGS_MODULE=config.settings.production STATIC_ROOT=/srv/static \
        SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
        ALLOWED_HOSTS=build.invalid WAGTAILADMIN_BASE_URL=https://build.invalid \
        DATABASE_URL=postgres://127.0.0.1/none \
    && python manage.py catalogues compile \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q -j 0 manage.py site news pool home /srv/venv

# --- What runs ----------------------------------------------------------------------------------
FROM ${PYTHON_IMAGE}

LABEL org.opencontainers.image.title="MiGlobe website" \
      org.opencontainers.image.description="Bilingual website and headless CMS, built on Wagtail" \
      org.opencontainers.image.licenses="BSD-3-Clause"

# pg_dump and pg_restore are what `manage.py backup` and `restore` call. pip goes: nothing is
# installed later. Numbers, so that files on volumes belong to the same user everywhere.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && python -m pip uninstall --yes --quiet --root-user-action=ignore pip \
    && groupadd --gid 10001 site \
    && useradd --uid 10001 --gid site --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin site \
    && install --directory --owner site --group site --mode 755 /srv/media \
    && install --directory --owner site --group site --mode 750 /srv/ledger

COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/site /srv/site

ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    BIND=0.0.0.0:8000 \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/srv/media \
    PRIVACY_LEDGER=/srv/ledger

WORKDIR /srv/site
USER 10001:10001
VOLUME ["/srv/media", "/srv/ledger"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["python", "site/operations/probe.py"]
CMD ["gunicorn", "--config", "site/config/gunicorn.py"]
