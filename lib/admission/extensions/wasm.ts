import type {
  TrafficExtensionSpecMatch,
  TrafficExtensionSpecWasm,
} from '../../../imports/extensions.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, REFUSED, REPEATED_ENTRY, UNUSABLE_VALUE } from '../problem-types';
import { repetitions } from '../values/list-problems';
import { kubernetesNameProblems } from '../values/names';
import { priorityProblems } from '../values/numbers';
import { portProblems } from '../values/ports-and-subnets';
import { byteCount, characterCount } from '../values/texts';

const SCHEMES = ['oci', 'http', 'https', 'file'];
/** The limits are those of the CRD. */
const MAX_NAME_BYTES = 256;
const MAX_VALUE_LENGTH = 2048;

/** A module of WebAssembly, which a WasmPlugin and a TrafficExtension describe alike. */
export type WasmSpec = TrafficExtensionSpecWasm;

/** The traffic that passes an extension, which a WasmPlugin and a TrafficExtension describe alike. */
export interface ExtensionScopeSpec {
  readonly match?: readonly TrafficExtensionSpecMatch[];
  readonly priority?: number;
}

/** @param field the field with the module: `spec` for a WasmPlugin */
export function* validateWasm(field: FieldPath, wasm: WasmSpec): Iterable<Problem> {
  yield* validateUrl([...field, 'url'], wasm.url);
  const { sha256, imagePullPolicy, imagePullSecret, pluginName } = wasm;
  if (sha256 && !/^[a-f0-9]{64}$/.test(sha256)) {
    const message = `"${sha256}" is not a SHA-256 checksum; write 64 hexadecimal digits in lower case`;
    yield { field: [...field, 'sha256'], message };
  }
  if (imagePullPolicy === 'Always' && (sha256 || wasm.url?.includes('@sha256:'))) {
    const message = 'Always is ignored for a module with a checksum, which never changes; remove it';
    yield { field: [...field, 'imagePullPolicy'], message, type: IGNORED_FIELD };
  }
  if (imagePullSecret !== undefined) {
    const at = [...field, 'imagePullSecret'];
    const isRefused = characterCount(imagePullSecret) > 253;
    if (isRefused || !/^(https?|file):/.test(wasm.url ?? '')) {
      const type = isRefused ? REFUSED : UNUSABLE_VALUE;
      yield* withType(type, kubernetesNameProblems(at, imagePullSecret));
    } else {
      const message = `"${imagePullSecret}" is used for OCI images only, and not for ${wasm.url}; remove it`;
      yield { field: at, message, type: IGNORED_FIELD };
    }
  }
  if (pluginName !== undefined) {
    const type = pluginName ? REFUSED : UNUSABLE_VALUE;
    yield* withType(type, wasmNameProblems([...field, 'pluginName'], pluginName));
  }
  yield* validateEnvironment([...field, 'vmConfig', 'env'], wasm.vmConfig?.env);
}

function* validateUrl(field: FieldPath, url = ''): Iterable<Problem> {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url) ?? [];
  if (url === '') {
    yield { field, message: 'is missing; write the URL of an OCI image or of a file' };
  } else if (scheme !== undefined && !SCHEMES.includes(scheme.toLowerCase())) {
    const message = `"${url}" has the scheme ${scheme}; use one of ${SCHEMES.join(', ')}`;
    yield { field, message };
  } else if (!URL.canParse(scheme === undefined ? `oci://${url}` : url) || /\s/.test(url)) {
    const message = `"${url}" is not a URL; write one such as "oci://example.com/filter:v1"`;
    yield { field, message, type: UNUSABLE_VALUE };
  }
}

/** The name of a plugin or of a variable. */
function* wasmNameProblems(field: FieldPath, name: string): Iterable<Problem> {
  if (name === '') {
    yield { field, message: 'is empty; write a name' };
  } else if (byteCount(name) > MAX_NAME_BYTES) {
    yield { field, message: `has ${byteCount(name)} bytes; Istio allows at most ${MAX_NAME_BYTES}` };
  }
}

function* validateEnvironment(
  field: FieldPath,
  variables: NonNullable<WasmSpec['vmConfig']>['env'] = [],
): Iterable<Problem> {
  for (const [i, { name, value, valueFrom }] of variables.entries()) {
    yield* wasmNameProblems([...field, i, 'name'], name);
    if (value !== undefined && valueFrom === 'HOST') {
      const message = `"${value}" cannot be used with valueFrom HOST; keep one of them`;
      yield { field: [...field, i, 'value'], message };
    } else if (value !== undefined && characterCount(value) > MAX_VALUE_LENGTH) {
      const message = `has ${characterCount(value)} characters; Istio allows at most ${MAX_VALUE_LENGTH}`;
      yield { field: [...field, i, 'value'], message };
    }
  }
  for (const { at } of repetitions(variables.map(({ name }) => name))) {
    const message = `"${variables[at]?.name}" appears twice; remove one`;
    yield { field: [...field, at, 'name'], message };
  }
}

export function* validateExtensionScope({ match = [], priority }: ExtensionScopeSpec): Iterable<Problem> {
  yield* priorityProblems(['spec', 'priority'], priority);
  for (const [i, { ports = [] }] of match.entries()) {
    const field = ['spec', 'match', i, 'ports'];
    for (const [j, { number }] of ports.entries()) {
      yield* portProblems([...field, j, 'number'], number);
    }
    for (const { at } of repetitions(ports.map(({ number }) => number))) {
      const message = `${ports[at]?.number} appears twice; remove one`;
      yield { field: [...field, at, 'number'], message, type: REPEATED_ENTRY };
    }
  }
}
