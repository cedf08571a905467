#!/bin/sh
# in-cgroups.sh FOLDER PROGRAM ARGUMENT…: runs a program in the cgroups that the file FOLDER/cgroups lists.
set -eu
while read -r cgroup; do echo 0 >"$cgroup/cgroup.procs"; done <"$1/cgroups"
shift
exec "$@"
