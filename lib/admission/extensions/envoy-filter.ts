import type {
  EnvoyFilterSpec,
  EnvoyFilterSpecConfigPatches,
  EnvoyFilterSpecConfigPatchesApplyTo,
  EnvoyFilterSpecConfigPatchesMatch,
  EnvoyFilterSpecConfigPatchesMatchContext,
  EnvoyFilterSpecConfigPatchesMatchListener,
  EnvoyFilterSpecConfigPatchesPatch,
  EnvoyFilterSpecConfigPatchesPatchOperation,
} from '../../../imports/networking.istio.io';
import { type IstioVersion, isAtLeast } from '../../istiod/istio-version';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { selectorProblems } from '../values/labels';
import { priorityProblems } from '../values/numbers';
import { validatePolicyTarget } from '../values/policy-target';
import { portProblems } from '../values/ports-and-subnets';
import { regexProblems } from '../values/regex-problems';
import { filterNameProblems, patchValueProblems } from './patch-values';

type ApplyTo = `${EnvoyFilterSpecConfigPatchesApplyTo}`;
type Context = `${EnvoyFilterSpecConfigPatchesMatchContext}`;
type Operation = `${EnvoyFilterSpecConfigPatchesPatchOperation}`;
type ObjectMatch = 'listener' | 'routeConfiguration' | 'cluster';

const HTTP_CONNECTION_MANAGERS = [
  'envoy.filters.network.http_connection_manager',
  'envoy.http_connection_manager',
];
/** The part of a match that finds each kind of object. */
const MATCHED_BY: Readonly<Partial<Record<ApplyTo, ObjectMatch>>> = {
  LISTENER: 'listener',
  FILTER_CHAIN: 'listener',
  NETWORK_FILTER: 'listener',
  HTTP_FILTER: 'listener',
  LISTENER_FILTER: 'listener',
  ROUTE_CONFIGURATION: 'routeConfiguration',
  VIRTUAL_HOST: 'routeConfiguration',
  HTTP_ROUTE: 'routeConfiguration',
  CLUSTER: 'cluster',
};
/** The kinds of objects for which istiod does not compare the match. */
const WITHOUT_MATCH_VALIDATION: readonly ApplyTo[] = ['LISTENER_FILTER', 'EXTENSION_CONFIG', 'BOOTSTRAP'];
/** Operations that istiod skips. Where objects have no order, it takes an INSERT for an ADD. */
const SKIPPED_OPERATIONS: Readonly<Partial<Record<ApplyTo, readonly Operation[]>>> = {
  LISTENER: ['REPLACE'],
  FILTER_CHAIN: ['REPLACE'],
  ROUTE_CONFIGURATION: ['ADD', 'REMOVE', 'REPLACE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST'],
  HTTP_ROUTE: ['REPLACE'],
  HTTP_FILTER: ['MERGE_AND_REPLACE_LIST'],
  NETWORK_FILTER: ['MERGE_AND_REPLACE_LIST'],
  LISTENER_FILTER: ['MERGE_AND_REPLACE_LIST'],
  CLUSTER: ['REPLACE'],
  EXTENSION_CONFIG: ['MERGE', 'MERGE_AND_REPLACE_LIST', 'REMOVE', 'REPLACE'],
  BOOTSTRAP: ['ADD', 'REMOVE', 'REPLACE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST'],
};
const MAX_VERSION_LENGTH = 1024;
const MATCH_PARTS = ['listener', 'routeConfiguration', 'cluster', 'waypoint'] as const;

/** What is wrong with an EnvoyFilter. Of the values of its patches, which are for Envoy, only some types are validated. */
export function* validateEnvoyFilter(
  { namespace, spec }: AdmissionObject<EnvoyFilterSpec>,
  istio: IstioVersion,
): Iterable<Problem> {
  const { configPatches = [], targetRefs, workloadSelector } = spec;
  const warning =
    'depends on the internals of Envoy, which change from release to release; use other kinds where possible';
  yield { field: ['spec'], message: warning, type: WARNED };
  if (configPatches.length === 0) {
    const message = 'is empty, so nothing changes; add a patch';
    yield { field: ['spec', 'configPatches'], message, type: NO_EFFECT };
  }
  if (workloadSelector) {
    yield* selectorProblems(['spec', 'workloadSelector', 'labels'], workloadSelector.labels);
  }
  if (workloadSelector && targetRefs) {
    const message = 'cannot be used with spec.workloadSelector; keep one of them, or write two EnvoyFilters';
    yield { field: ['spec', 'targetRefs'], message };
  }
  for (const problem of validatePolicyTarget({ targetRefs }, namespace)) {
    // The webhook does not look at the targets.
    yield problem.type === undefined ? { ...problem, type: UNUSABLE_VALUE } : problem;
  }
  yield* priorityProblems(['spec', 'priority'], spec.priority);
  for (const [i, patch] of configPatches.entries()) {
    yield* validatePatch(['spec', 'configPatches', i], patch);
    yield* proxyVersionProblems(['spec', 'configPatches', i, 'match', 'proxy', 'proxyVersion'], patch, istio);
  }
}

function* validatePatch(
  field: FieldPath,
  { applyTo, match = {}, patch }: EnvoyFilterSpecConfigPatches,
): Iterable<Problem> {
  if (!applyTo || applyTo === 'INVALID') {
    yield { field: [...field, 'applyTo'], message: 'is missing; set what the patch applies to' };
    return;
  }
  const { context, waypoint } = match;
  const problems = [
    ...validateOperation([...field, 'patch'], applyTo, match, patch),
    ...validateMatch([...field, 'match'], applyTo, match),
    ...patchValueProblems([...field, 'patch', 'value'], applyTo, patch?.value),
  ];
  for (const problem of problems) {
    // istiod does not validate patches of waypoints.
    const isAdmitted = context === 'WAYPOINT' && (problem.type ?? REFUSED) === REFUSED;
    yield isAdmitted ? { ...problem, type: UNUSABLE_VALUE } : problem;
  }
  if (waypoint?.portNumber !== undefined) {
    const at = [...field, 'match', 'waypoint', 'portNumber'];
    yield* withType(UNUSABLE_VALUE, portProblems(at, waypoint.portNumber));
  }
}

/** A regular expression. Istio 1.30 does not limit its length; later versions match nothing with a longer one. (V20) */
function* proxyVersionProblems(
  field: FieldPath,
  { match }: EnvoyFilterSpecConfigPatches,
  istio: IstioVersion,
): Iterable<Problem> {
  const version = match?.proxy?.proxyVersion ?? '';
  if (version.length <= MAX_VERSION_LENGTH) {
    yield* version === '' ? [] : regexProblems(field, version);
  } else if (isAtLeast(istio, '1.31')) {
    const message = `has ${version.length} characters, so it matches no proxy; use at most ${MAX_VERSION_LENGTH}`;
    yield { field, message, type: WARNED };
  }
}

function* validateMatch(
  field: FieldPath,
  applyTo: ApplyTo,
  match: EnvoyFilterSpecConfigPatchesMatch,
): Iterable<Problem> {
  const parts = MATCH_PARTS.filter((name) => match[name] !== undefined);
  for (const part of parts.slice(1)) {
    yield { field: [...field, part], message: `cannot be used with ${parts[0]}; keep one of them` };
  }
  yield* validateContext(field, match);
  const [part] = parts;
  const fitting = MATCHED_BY[applyTo];
  if (part !== undefined && part !== 'waypoint' && part !== fitting) {
    const remedy = fitting === undefined ? 'remove it' : `use ${fitting}`;
    const type = WITHOUT_MATCH_VALIDATION.includes(applyTo) ? IGNORED_FIELD : REFUSED;
    yield { field: [...field, part], message: `cannot match ${applyTo}; ${remedy}`, type };
  } else if (match.listener && !WITHOUT_MATCH_VALIDATION.includes(applyTo)) {
    yield* validateListenerMatch([...field, 'listener'], applyTo, match.listener);
  }
}

function* validateContext(field: FieldPath, match: EnvoyFilterSpecConfigPatchesMatch): Iterable<Problem> {
  const { waypoint } = match;
  const context: Context = match.context ?? 'ANY';
  if (context === 'WAYPOINT' && !waypoint) {
    const message = 'is missing, and context WAYPOINT needs it; add it';
    yield { field: [...field, 'waypoint'], message, type: UNUSABLE_VALUE };
  } else if (waypoint && context !== 'WAYPOINT') {
    const message = `${context} has no waypoints; use WAYPOINT`;
    yield { field: [...field, 'context'], message, type: UNUSABLE_VALUE };
  }
}

function* validateOperation(
  field: FieldPath,
  applyTo: ApplyTo,
  { listener, waypoint }: EnvoyFilterSpecConfigPatchesMatch,
  { operation, value }: EnvoyFilterSpecConfigPatchesPatch = {},
): Iterable<Problem> {
  if (!operation || operation === 'INVALID') {
    yield { field: [...field, 'operation'], message: 'is missing; set what the patch does' };
    return;
  }
  if (operation !== 'REMOVE' && value === undefined) {
    yield { field: [...field, 'value'], message: `is missing, and ${operation} needs it; add it` };
  }
  if (SKIPPED_OPERATIONS[applyTo]?.includes(operation)) {
    const message = `${operation} has no effect on ${applyTo}; use another operation`;
    yield { field: [...field, 'operation'], message, type: NO_EFFECT };
  } else if ((operation === 'REMOVE' || operation === 'REPLACE') && !waypoint) {
    const missing = missingFilterMatch(applyTo, listener);
    if (missing !== undefined) {
      const message = `${operation} has no effect on ${applyTo} without a name; match ${missing}`;
      yield { field: [...field, 'operation'], message, type: NO_EFFECT };
    }
  }
}

/** The part of the match that finds one filter; undefined where it is there, or where no filter is meant. */
function missingFilterMatch(
  applyTo: ApplyTo,
  { filterChain, listenerFilter }: EnvoyFilterSpecConfigPatchesMatchListener = {},
): string | undefined {
  switch (applyTo) {
    case 'LISTENER_FILTER':
      return listenerFilter ? undefined : 'listener.listenerFilter';
    case 'NETWORK_FILTER':
      return filterChain?.filter ? undefined : 'listener.filterChain.filter';
    case 'HTTP_FILTER':
      return filterChain?.filter?.subFilter ? undefined : 'listener.filterChain.filter.subFilter';
    default:
      return undefined;
  }
}

function* validateListenerMatch(
  field: FieldPath,
  applyTo: ApplyTo,
  { filterChain }: EnvoyFilterSpecConfigPatchesMatchListener,
): Iterable<Problem> {
  const at = [...field, 'filterChain', 'filter'];
  const filter = filterChain?.filter;
  if (!filter) {
    return;
  }
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN') {
    yield { field: at, message: `is ignored for ${applyTo}; remove it`, type: WARNED };
  }
  yield* filterNameProblems([...at, 'name'], filter.name ?? '');
  yield* filterNameProblems([...at, 'subFilter', 'name'], filter.subFilter?.name ?? '');
  if (!filter.name) {
    yield { field: [...at, 'name'], message: 'is missing; name the filter' };
  } else if (filter.subFilter) {
    if (applyTo !== 'HTTP_FILTER') {
      const message = `applies to HTTP_FILTER only, and not to ${applyTo}; remove it`;
      yield { field: [...at, 'subFilter'], message };
    } else if (!HTTP_CONNECTION_MANAGERS.includes(filter.name)) {
      const message = `"${filter.name}" does not contain HTTP filters; write "${HTTP_CONNECTION_MANAGERS[0]}"`;
      yield { field: [...at, 'name'], message };
    }
    if (!filter.subFilter.name) {
      yield { field: [...at, 'subFilter', 'name'], message: 'is missing; name the HTTP filter' };
    }
  }
}
