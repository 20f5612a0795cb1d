#!/bin/sh
# Usage: deploy/make_secrets.sh [redis]
#
# Writes ./secrets for docker-compose.yml: words that nobody knows, and the key that seals personal identifiers. What is
# there already stays. Keep a copy of secrets/secret_key apart from the database: without it no identifier can be read.
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir -p secrets

random() {
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

put() {
    if [ ! -e "secrets/$1" ]; then
        printf '%s\n' "$2" > "secrets/$1"
    fi
}

database=$(random)
broker=$(random)
if [ ! -e secrets/database_url ]; then
    put database_password "$database"
    put database_url "postgresql://disclosure:$(cat secrets/database_password)@database/disclosure"
fi
if [ ! -e secrets/broker_url ]; then
    if [ "${1:-}" = redis ]; then
        put broker_conf "requirepass $broker"
        put broker_url "redis://:$broker@broker:6379/0"
    else
        put broker_conf "default_user = disclosure
default_pass = $broker"
        put broker_url "amqp://disclosure:$broker@broker:5672//"
    fi
fi
put secret_key "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_')"
# Containers read each file as users of their own; on this machine nobody else gets past the folder.
chmod 700 secrets
chmod 644 secrets/*
