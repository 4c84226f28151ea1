import { shown } from '../../catalogue/words';
import { type FieldPath, isRecord } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { WARNED } from '../problem-types';
import { currentFilterName } from './filter-names';

/** Fields whose value has a type that "@type" names. */
const TYPED = ['typed_config', 'typedConfig'];
/** Maps of such values. */
const TYPED_MAPS = [
  'typed_per_filter_config',
  'typedPerFilterConfig',
  'typed_extension_protocol_options',
  'typedExtensionProtocolOptions',
];
/** Types that hold any JSON, in which those names mean nothing. */
const FREE_FORM = /[./](google\.protobuf\.(Struct|Value|ListValue)|(udpa|xds)\.type\.v[13]\.TypedStruct)$/;
/** The second version of Envoy's API, which neither Envoy nor istiod has any more. */
const OLD_API = /(^|\/)envoy\.([a-z0-9_]+\.)*v2(alpha\d*)?\./;
/** Patches of these are filters. */
const FILTERS = ['NETWORK_FILTER', 'HTTP_FILTER', 'LISTENER_FILTER'];
/** Deeper than any configuration of Envoy. */
const MAX_DEPTH = 32;

/** What istiod refuses in the value of a patch, which it reads as the configuration of Envoy, and what it warns of. (M10) */
export function* patchValueProblems(field: FieldPath, applyTo: string, value: unknown): Iterable<Problem> {
  yield* typedValueProblems(field, value, new Set());
  if (!isRecord(value) || !FILTERS.includes(applyTo) || typeof value.name !== 'string') {
    return;
  }
  yield* filterNameProblems([...field, 'name'], value.name);
  const configurations = [...TYPED, 'config_discovery', 'configDiscovery'];
  if (value.name !== '' && configurations.every((name) => value[name] === undefined)) {
    const message =
      'is missing, and Envoy does not find filters by their names any more; add it, with "@type"';
    yield { field: [...field, 'typed_config'], message, type: WARNED };
  }
}

/** The older names of Envoy's filters. */
export function* filterNameProblems(field: FieldPath, name: string): Iterable<Problem> {
  const current = currentFilterName(name);
  if (current !== undefined) {
    const message = `"${name}" is an older name of a filter; write "${current}"`;
    yield { field, message, type: WARNED };
  }
}

/** @param visited values that several aliases of a YAML anchor lead to are looked at once */
function* typedValueProblems(
  field: FieldPath,
  value: unknown,
  visited: Set<unknown>,
  depth = 0,
): Iterable<Problem> {
  if (typeof value !== 'object' || value === null || visited.has(value) || depth > MAX_DEPTH) {
    return;
  }
  visited.add(value);
  if (isRecord(value) && typeof value['@type'] === 'string' && FREE_FORM.test(value['@type'])) {
    return;
  }
  for (const [name, part] of Object.entries(value)) {
    const at = [...field, Array.isArray(value) ? Number(name) : name];
    if (TYPED.includes(name)) {
      yield* typeProblems(at, part);
    } else if (TYPED_MAPS.includes(name) && isRecord(part)) {
      for (const [key, typed] of Object.entries(part)) {
        yield* typeProblems([...at, key], typed);
      }
    }
    yield* typedValueProblems(at, part, visited, depth + 1);
  }
}

function* typeProblems(field: FieldPath, value: unknown): Iterable<Problem> {
  if (value === null || value === undefined) {
    return;
  }
  const type = isRecord(value) ? value['@type'] : undefined;
  if (typeof type !== 'string' || type === '') {
    const message =
      'is missing; write the type of the configuration, such as "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua"';
    yield { field: [...field, '@type'], message };
  } else if (OLD_API.test(type)) {
    const message = `${shown(type)} belongs to the second version of Envoy's API, which is gone; write a type of the third`;
    yield { field: [...field, '@type'], message };
  }
}
