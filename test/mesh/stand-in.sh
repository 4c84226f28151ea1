# Sourced first by every stand-in: notes the call in $STAND_IN/calls, refuses a kubectl or istioctl that does not
# name its context, and fails, or hangs, at the calls whose text holds what is in $STAND_IN/fail, or in $STAND_IN/hang.
# shellcheck shell=sh
state=$STAND_IN
tool=${0##*/}
call="$tool $*"
printf '%s\n' "$call" >>"$state/calls"

refuse() {
  printf '%s\n' "$tool: $*" >&2
  exit 1
}

hit() {
  [ -s "$state/$1" ] && case $call in *"$(cat "$state/$1")"*) ;; *) false ;; esac
}

case $call in
  'kubectl config '*) ;; # has all contexts
  'istioctl version '*) ;; # asks no cluster
  kubectl* | istioctl*)
    case "${1-}${2-}" in --context?*) ;; *) refuse 'refused: the call does not name its context' ;; esac
    context=$2
    shift 2
    ;;
esac
if hit fail; then refuse 'the stand-in was told to fail here'; fi
case $call in
  'k3d cluster create'* | 'k3d cluster delete'*) ;; # hang half-way
  *)
    if hit hang; then
      echo 'hanging on...'
      PATH=/bin:/usr/bin exec sleep 60
    fi
    ;;
esac

# A cluster that runs and is known to the kubeconfig, or the error kubectl and istioctl would have.
reach() {
  holds contexts || refuse "context \"$context\" does not exist"
  holds running || refuse 'connection refused'
}

holds() {
  while read -r line; do
    [ "$line" != "$context" ] || return 0
  done <"$state/$1"
  return 1
}
