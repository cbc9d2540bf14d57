#!/bin/sh
# Builds the Containerfile and works in it as a newcomer would: init, build, ask, export, serve.
#
# `sh checks/container.sh FOLDER`, as root on Debian; needs no daemon. Where the registry of images
# cannot be reached, a base of Debian's own Python takes the place of the one that is named; such a
# check tells of the steps and of the image's user, not of the newest Python.
set -eu
place=$(realpath -m "$1"); root=$(realpath "$(dirname "$0")/..")
base=docker.io/library/python:3.12-slim
command -v buildah mmdebstrap curl >/dev/null || {
  apt-get update -q && apt-get install -y -q --no-install-recommends buildah crun mmdebstrap curl
} >/dev/null
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
mkdir -p "$place"
run() { step=$1; shift; buildah --root "$place/images" --runroot "$place/running" "$step" "$@"; }

if ! run inspect --type image "$base" >/dev/null 2>&1 && ! run pull -q "$base" 2>/dev/null; then
  echo "the base image cannot be had: one of Debian's takes its place"
  [ -e "$place/base.tar" ] || mmdebstrap --quiet --variant=minbase --include=python3,python3-venv,ca-certificates \
    bookworm "$place/base.tar"
  fresh=$(run from scratch)
  run add -q "$fresh" "$place/base.tar" / >/dev/null
  run run "$fresh" -- ln -s python3 /usr/bin/python
  run config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$fresh"
  run commit -q --rm "$fresh" "$base" >/dev/null
fi

# how this machine reaches the package index goes along
mounts=""
for file in /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do
  [ -e "$file" ] && mounts="$mounts --volume $file:$file:ro"
done
rm -rf "$place/source" && mkdir "$place/source"
git -C "$root" archive HEAD | tar -x -C "$place/source"
# shellcheck disable=SC2086
run bud -q --pull-never --network host $mounts -t claimgraph "$place/source" >"$place/build.log" 2>&1

work="$place/work"; rm -rf "$work" && mkdir "$work" && chown 1000 "$work"
box=$(run from --pull-never localhost/claimgraph)
inside() { run run --volume "$work:/work" "$box" -- "$@"; }
test "$(inside id -un)" = reader
inside claimgraph init
cp "$root"/seeds/003-*.md "$work/sources/"
inside claimgraph build --quiet
inside claimgraph ask releases --format csv
inside claimgraph export --format xlsx --out graph.xlsx
token=a-token-for-this-check-alone
run run --volume "$work:/work" --env "CLAIMGRAPH_TOKEN=$token" "$box" -- \
  timeout 45 claimgraph serve --host 0.0.0.0 --port 8099 2>"$place/serve.log" &
told=000
for _ in $(seq 40); do
  told=$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8099/ || true)
  [ "$told" = 401 ] && break
  sleep 1
done
test "$told" = 401
test "$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $token" \
  http://127.0.0.1:8099/)" = 200
wait || true
run rm "$box" >/dev/null
echo "the image builds, and in it init, build, ask, export and serve work"
