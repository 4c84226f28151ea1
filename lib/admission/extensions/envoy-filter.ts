import type {
  EnvoyFilterSpec,
  EnvoyFilterSpecConfigPatches,
  EnvoyFilterSpecConfigPatchesMatch,
  EnvoyFilterSpecConfigPatchesMatchListener,
  EnvoyFilterSpecConfigPatchesPatch,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { validatePolicyTarget } from '../values/policy-target';
import { portProblems, priorityProblems, regexProblems, selectorProblems } from '../values/values';

const HTTP_CONNECTION_MANAGERS = [
  'envoy.filters.network.http_connection_manager',
  'envoy.http_connection_manager',
];
/** What each kind of object is matched by, where there is something to match. */
const MATCHED_BY: Readonly<Record<string, MatchKind>> = {
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
/** Operations that Istio skips; an INSERT where nothing has an order becomes an ADD. */
const SKIPPED: Readonly<Record<string, readonly string[]>> = {
  LISTENER: ['REPLACE'],
  FILTER_CHAIN: ['REPLACE'],
  ROUTE_CONFIGURATION: ['ADD', 'REMOVE', 'REPLACE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST'],
  HTTP_ROUTE: ['REPLACE'],
  CLUSTER: ['REPLACE'],
  EXTENSION_CONFIG: ['MERGE', 'REMOVE', 'REPLACE'],
  BOOTSTRAP: ['ADD', 'REMOVE', 'REPLACE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST'],
};
/** What istiod compares with the kind of match. */
const CHECKED =
  /^(LISTENER|FILTER_CHAIN|NETWORK_FILTER|HTTP_FILTER|ROUTE_CONFIGURATION|VIRTUAL_HOST|HTTP_ROUTE|CLUSTER)$/;
const MATCH_KINDS = ['listener', 'routeConfiguration', 'cluster', 'waypoint'] as const;

type MatchKind = (typeof MATCH_KINDS)[number];

/** What is wrong with an EnvoyFilter, by itself; what its values say to Envoy is not looked at. */
export function* validateEnvoyFilter({
  namespace,
  spec,
}: AdmissionObject<EnvoyFilterSpec>): Iterable<Problem> {
  const { configPatches = [], targetRefs, workloadSelector } = spec;
  const message =
    "speaks Envoy's own terms, which change from release to release; prefer other kinds where they will do";
  yield { field: ['spec'], message, type: WARNED, mayBeMeant: true };
  if (configPatches.length === 0) {
    yield {
      field: ['spec', 'configPatches'],
      message: 'is empty, so it changes nothing; add a patch',
      type: NO_EFFECT,
    };
  }
  if (workloadSelector) {
    yield* selectorProblems(['spec', 'workloadSelector', 'labels'], workloadSelector.labels);
  }
  if (workloadSelector && targetRefs) {
    const message = 'does not go with spec.workloadSelector; keep one of them, or write two EnvoyFilters';
    yield { field: ['spec', 'targetRefs'], message };
  }
  yield* validatePolicyTarget({ targetRefs }, namespace);
  yield* priorityProblems(['spec', 'priority'], spec.priority);
  for (const [i, patch] of configPatches.entries()) {
    yield* validatePatch(['spec', 'configPatches', i], patch);
  }
}

function* validatePatch(
  field: FieldPath,
  { applyTo, match = {}, patch }: EnvoyFilterSpecConfigPatches,
): Iterable<Problem> {
  if (!applyTo || applyTo === 'INVALID') {
    yield { field: [...field, 'applyTo'], message: 'is missing; name what is patched' };
    return;
  }
  yield* validateOperation([...field, 'patch'], applyTo, match, patch);
  const kinds = MATCH_KINDS.filter((kind) => match[kind] !== undefined);
  for (const kind of kinds.slice(1)) {
    yield { field: [...field, 'match', kind], message: `does not go with ${kinds[0]}; keep one of them` };
  }
  yield* validateContext([...field, 'match'], match);
  const [kind] = kinds;
  const fitting = MATCHED_BY[applyTo];
  if (kind !== undefined && kind !== 'waypoint' && kind !== fitting) {
    const remedy = fitting === undefined ? 'remove it' : `use ${fitting}`;
    yield {
      field: [...field, 'match', kind],
      message: `does not match a ${applyTo}; ${remedy}`,
      type: CHECKED.test(applyTo) ? REFUSED : IGNORED_FIELD,
    };
  } else if (match.listener) {
    yield* validateListenerMatch([...field, 'match', 'listener'], applyTo, match.listener);
  }
  if (match.waypoint?.portNumber !== undefined) {
    yield* portProblems([...field, 'match', 'waypoint', 'portNumber'], match.waypoint.portNumber);
  }
  // istiod does not mind how long it is.
  if (match.proxy?.proxyVersion && match.proxy.proxyVersion.length <= 1024) {
    yield* regexProblems([...field, 'match', 'proxy', 'proxyVersion'], match.proxy.proxyVersion);
  }
}

function* validateContext(field: FieldPath, match: EnvoyFilterSpecConfigPatchesMatch): Iterable<Problem> {
  const context: string = match.context ?? 'ANY';
  const { waypoint } = match;
  if (context === 'WAYPOINT' && !waypoint) {
    yield {
      field: [...field, 'waypoint'],
      message: 'is missing, and context WAYPOINT needs it; add it',
      type: UNUSABLE_VALUE,
    };
  } else if (waypoint && context !== 'WAYPOINT') {
    yield {
      field: [...field, 'context'],
      message: `${context} has no waypoints; use WAYPOINT`,
      type: UNUSABLE_VALUE,
    };
  }
}

function* validateOperation(
  field: FieldPath,
  applyTo: string,
  { listener, waypoint }: EnvoyFilterSpecConfigPatchesMatch,
  { operation, value }: EnvoyFilterSpecConfigPatchesPatch = {},
): Iterable<Problem> {
  if (!operation || operation === 'INVALID') {
    yield { field: [...field, 'operation'], message: 'is missing; say what is done' };
    return;
  }
  if (operation !== 'REMOVE' && value === undefined) {
    yield { field: [...field, 'value'], message: `is missing; ${operation} needs one` };
  }
  if (SKIPPED[applyTo]?.includes(operation)) {
    const message = `${operation} does nothing to a ${applyTo}; use another operation`;
    yield { field: [...field, 'operation'], message, type: NO_EFFECT };
  } else if ((operation === 'REMOVE' || operation === 'REPLACE') && !waypoint) {
    const needed = filterToName(applyTo, listener);
    if (needed !== undefined) {
      const message = `${operation} does nothing to a ${applyTo} without a name; match ${needed}`;
      yield { field: [...field, 'operation'], message, type: NO_EFFECT };
    }
  }
}

/** The part of the match by which one filter is found, when it is missing. */
function filterToName(
  applyTo: string,
  listener: EnvoyFilterSpecConfigPatchesMatchListener = {},
): string | undefined {
  const { filterChain, listenerFilter } = listener;
  if (applyTo === 'LISTENER_FILTER') {
    return listenerFilter ? undefined : 'listener.listenerFilter';
  }
  if (applyTo === 'NETWORK_FILTER') {
    return filterChain?.filter ? undefined : 'listener.filterChain.filter';
  }
  if (applyTo === 'HTTP_FILTER') {
    return filterChain?.filter?.subFilter ? undefined : 'listener.filterChain.filter.subFilter';
  }
  return undefined;
}

function* validateListenerMatch(
  field: FieldPath,
  applyTo: string,
  { filterChain }: EnvoyFilterSpecConfigPatchesMatchListener,
): Iterable<Problem> {
  const at = [...field, 'filterChain', 'filter'];
  const filter = filterChain?.filter;
  if (!filter) {
    return;
  }
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN') {
    yield { field: at, message: `is not looked at for a ${applyTo}; remove it`, type: WARNED };
  }
  if (!filter.name) {
    yield { field: [...at, 'name'], message: 'is missing; name the filter' };
  } else if (filter.subFilter) {
    if (applyTo !== 'HTTP_FILTER') {
      yield { field: [...at, 'subFilter'], message: `is for an HTTP_FILTER, not a ${applyTo}; remove it` };
    } else if (!HTTP_CONNECTION_MANAGERS.includes(filter.name)) {
      const message = `"${filter.name}" has no HTTP filters in it; write "${HTTP_CONNECTION_MANAGERS[0]}"`;
      yield { field: [...at, 'name'], message };
    }
    if (!filter.subFilter.name) {
      yield { field: [...at, 'subFilter', 'name'], message: 'is missing; name the HTTP filter' };
    }
  }
}
