#!/bin/sh
# fill-store.sh CONTAINERD CTR FOLDER (NAME ARCHIVE)…: unpacks images into a containerd's folder FOLDER/root. Started as
# the first process of a namespace, so that nothing stays when it is interrupted.
set -eu
mount -t tmpfs run /run
cat >"$3/config.toml" <<END
version = 2
root = "$3/root"
state = "/run/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[plugins."io.containerd.internal.v1.opt"]
path = "$3/opt"
END
"$1" --config "$3/config.toml" --log-level warn &
server=$!
ctr="$2 --namespace k8s.io"
until $ctr version >/dev/null 2>&1; do sleep 0.1; done
shift 3
while [ $# -gt 0 ]; do
  $ctr images import --base-name "$1" "$2"
  shift 2
done
kill "$server"
wait "$server" || true
