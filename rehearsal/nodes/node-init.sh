#!/bin/sh
# node-init.sh FOLDER NAME: the first process of a node, in namespaces of its own. Shows what the node's programs see of
# the machine, then waits; when it ends, the kernel ends all that runs on the node.
set -eu
folder=$1
hostname "$2"

# The node's own part of each hierarchy is all that its programs see.
mount -t tmpfs -o mode=755 cgroups /sys/fs/cgroup
while read -r hierarchy; do
  path=/sys/fs/cgroup/${hierarchy#name=}
  mkdir "$path"
  case $hierarchy in
    name=*) mount -t cgroup -o "none,$hierarchy" cgroup "$path" ;;
    *) mount -t cgroup -o "$hierarchy" cgroup "$path" ;;
  esac
done <"$folder/hierarchies"

# The kubelet sets these if they are otherwise. It finds them as it wants them, and the machine's stay as they are.
find "$folder/kernel" -type f | while read -r file; do mount --bind "$file" "/proc/sys/${file#"$folder/kernel/"}"; done
echo 1 >/proc/sys/net/ipv4/ip_forward

mount -t tmpfs -o mode=755 run /run
mount --bind "$folder/var" /var
touch "$folder/mounted"
sleep infinity &
wait
