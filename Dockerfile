# The program and nothing else: built in one stage, run in another by a user who owns nothing but /var/lib/disclosure.
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python -m venv /opt/disclosure
COPY requirements/run.txt requirements/run.txt
RUN /opt/disclosure/bin/pip install --require-hashes --requirement requirements/run.txt
COPY pyproject.toml README.md ./
COPY letters letters
COPY workflow workflow
RUN /opt/disclosure/bin/pip install --no-deps --no-build-isolation --no-index .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/disclosure --create-home --shell /usr/sbin/nologin disclosure
COPY --from=build /opt/disclosure /opt/disclosure
ENV PATH=/opt/disclosure/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DISCLOSURE_HOME=/var/lib/disclosure
USER disclosure
WORKDIR /var/lib/disclosure
VOLUME /var/lib/disclosure
STOPSIGNAL SIGTERM
ENTRYPOINT ["disclosure"]
CMD ["--help"]
