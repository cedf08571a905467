# Goes before the commands of a page: programs that would do something are functions that write down how they were
# called, so that loops, quotes and variables are the shell's own. Filters are the real ones, by PATH.
# RECORDS: an empty folder; each call becomes a file in it. FIRST_LINE: after which line of this script the page begins.
# MENTIONED: empty, or `yes` while commands of sentences are run.
set -u

_record() {
  local line=$1
  shift
  printf '%s\0' "$((line - FIRST_LINE))" "$MENTIONED" "${AWS_REGION:-}" "$@" >"$RECORDS/$line.$BASHPID.$RANDOM$RANDOM"
}

# Answers a word in the place of what a program would; two words where a query asks for two fields. Accounts have a form
# that the AWS CLI checks.
_answer() {
  local word=placeholder-for-what-a-program-answers
  case "$*" in
    *get-caller-identity*) printf '123456789012\n' ;;
    *--query*'['*,*']'*) printf '%s\t%s\n' $word $word ;;
    *) printf '%s\n' $word ;;
  esac
}

aws() { _record "${BASH_LINENO[0]}" aws "$@"; _answer "$@"; }
kubectl() { _record "${BASH_LINENO[0]}" kubectl "$@"; _answer; }
npx() { _record "${BASH_LINENO[0]}" npx "$@"; }
npm() { _record "${BASH_LINENO[0]}" npm "$@"; }

git() { _answer; }
jq() { _answer; }
psql() { _answer; }
pg_dump() { _answer; }
curl() { _answer; }
dig() { _answer; }
openssl() { _answer; }
promtool() { _answer; }
amtool() { _answer; }
logcli() { _answer; }
docker() { _answer; }
node() { _answer; }
cd() { :; }
cp() { :; }
diff() { :; }
sleep() { :; }

command_not_found_handle() { _record "${BASH_LINENO[0]}" unknown "$1"; }
