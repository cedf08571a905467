#!/bin/sh
# remove-cgroups.sh FOLDER…: removes cgroups with all under them. Processes that are being killed leave theirs after a
# moment, so it tries for ten seconds.
for _ in $(seq 100); do
  left=
  for folder; do
    [ -d "$folder" ] || continue
    find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null
    [ ! -d "$folder" ] || left=$folder
  done
  [ -n "$left" ] || exit 0
  sleep 0.1
done
exit 1
