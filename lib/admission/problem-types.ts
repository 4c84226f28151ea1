/** The entries of the catalogue under which admission reports, by what they mean. */
export {
  IST9010 as NO_EFFECT,
  IST9011 as UNREACHABLE_ROUTE,
  IST9012 as IMPOSSIBLE_CONDITION,
  IST9013 as IGNORED_FIELD,
  IST9014 as DROPPED_SERVER,
  IST9015 as UNUSABLE_VALUE,
  IST9016 as NO_TRAFFIC,
  IST9017 as REPEATED_ENTRY,
  IST9019 as REFUSED_BY_ENVOY,
  IST9021 as ISTIOD_PANIC,
  IST9024 as REGEX_OF_PART,
  IST9025 as REPEATED_DESTINATION,
} from '../catalogue/admission-codes';
export {
  IST0106 as REFUSED,
  IST0130 as UNREACHABLE_RULE,
  IST0131 as INEFFECTIVE_MATCH,
  IST0133 as WARNED,
} from '../catalogue/istio-traffic-codes';
