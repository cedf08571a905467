import type { SecretValue } from '../workload/secret-provider';
import { secretFile } from '../workload/secret-provider';
import { statisticsUser } from './pgbouncer-settings';
import { poolerFiles, poolerFolders } from './pooler-files';

/** Between two looks at the secret and the settings, whose files the kubelet and the driver replace in place. */
const followSeconds = 5;

/** The login of the lookups as files of its secret. */
export interface LookupLogin {
  readonly username: SecretValue;
  readonly password: SecretValue;
}

/**
 * Writes PgBouncer's own user out of the mounted secret and becomes PgBouncer, which so gets the pod's signals. A child
 * stays behind and makes PgBouncer read its files again when one of them changes: that closes no connection.
 */
export const startScript = ({ username, password }: LookupLogin): string => `#!/bin/sh
set -eu
umask 077

# In one go each, so that PgBouncer never reads half a file.
compose() {
  username=$(cat '${secretFile(username)}') &&
    password=$(cat '${secretFile(password)}') &&
    printf '"%s" "%s"\\n"%s" ""\\n' "$username" "$password" '${statisticsUser}' > '${poolerFiles.users}.new' &&
    printf 'auth_user = %s\\n' "$username" > '${poolerFiles.lookupUser}.new' &&
    mv '${poolerFiles.users}.new' '${poolerFiles.users}' &&
    mv '${poolerFiles.lookupUser}.new' '${poolerFiles.lookupUser}'
}

state() {
  cat '${secretFile(username)}' '${secretFile(password)}' ${poolerFolders.configuration}/* | cksum
}

follow() {
  known=$1
  while sleep ${followSeconds}; do
    now=$(state)
    if [ "$now" != "$known" ] && compose; then
      kill -HUP $$
      known=$now
    fi
  done
}

# Before compose: what changes meanwhile is seen as a change.
first=$(state)
compose
follow "$first" &
exec pgbouncer '${poolerFiles.settings}'
`;
