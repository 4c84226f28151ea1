import type {
  TrafficExtensionSpecMatch,
  TrafficExtensionSpecWasm,
} from '../../../imports/extensions.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, REFUSED, REPEATED_ENTRY, UNUSABLE_VALUE } from '../problem-types';
import { kubernetesNameProblems, portProblems, priorityProblems, repetitions } from '../values/values';

const SCHEMES = ['oci', 'http', 'https', 'file'];
const MAX_NAME_LENGTH = 256;
const MAX_VALUE_LENGTH = 2048;

/** A module of WebAssembly; a WasmPlugin and a TrafficExtension say it alike. */
export type WasmSpec = TrafficExtensionSpecWasm;

/** Which traffic passes an extension; a WasmPlugin and a TrafficExtension say it alike. */
export interface ExtensionScopeSpec {
  readonly match?: readonly TrafficExtensionSpecMatch[];
  readonly priority?: number;
}

/** @param field that of the module: `spec` for a WasmPlugin */
export function* validateWasm(field: FieldPath, wasm: WasmSpec): Iterable<Problem> {
  yield* validateUrl([...field, 'url'], wasm.url);
  const { sha256, imagePullPolicy, imagePullSecret, pluginName } = wasm;
  if (sha256 && !/^[a-f0-9]{64}$/.test(sha256)) {
    const message = `"${sha256}" is no SHA-256 checksum; write 64 digits, with "a" to "f" in lower case`;
    yield { field: [...field, 'sha256'], message };
  }
  if (imagePullPolicy === 'Always' && (sha256 || wasm.url?.includes('@sha256:'))) {
    const message = 'Always is not followed for a module with a checksum, which never changes; remove it';
    yield { field: [...field, 'imagePullPolicy'], message, type: IGNORED_FIELD };
  }
  if (imagePullSecret !== undefined) {
    const isRefused = imagePullSecret.length > 253;
    if (isRefused || !/^(https?|file):/.test(wasm.url ?? '')) {
      const type = isRefused ? REFUSED : UNUSABLE_VALUE;
      yield* withType(type, kubernetesNameProblems([...field, 'imagePullSecret'], imagePullSecret));
    } else {
      const message = `"${imagePullSecret}" is used for OCI images only, not for ${wasm.url}; remove it`;
      yield { field: [...field, 'imagePullSecret'], message, type: IGNORED_FIELD };
    }
  }
  if (pluginName !== undefined) {
    yield* withType(
      pluginName ? REFUSED : UNUSABLE_VALUE,
      wasmNameProblems([...field, 'pluginName'], pluginName),
    );
  }
  yield* validateEnv([...field, 'vmConfig', 'env'], wasm.vmConfig?.env);
}

function* validateUrl(field: FieldPath, url = ''): Iterable<Problem> {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url) ?? [];
  if (url === '') {
    yield { field, message: 'is missing; write the URL of an OCI image or of a file' };
  } else if (scheme !== undefined && !SCHEMES.includes(scheme.toLowerCase())) {
    const message = `"${url}" is of scheme ${scheme}; use one of ${SCHEMES.join(', ')}`;
    yield { field, message };
  } else if (!URL.canParse(scheme === undefined ? `oci://${url}` : url) || /\s/.test(url)) {
    const message = `"${url}" is no URL; write one such as "oci://example.com/filter:v1"`;
    yield { field, message, type: UNUSABLE_VALUE };
  }
}

function* wasmNameProblems(field: FieldPath, name: string): Iterable<Problem> {
  if (name === '') {
    yield { field, message: 'is empty; write a name' };
  } else if (name.length > MAX_NAME_LENGTH) {
    yield { field, message: `has ${name.length} characters; Istio takes ${MAX_NAME_LENGTH}` };
  }
}

function* validateEnv(
  field: FieldPath,
  env: NonNullable<WasmSpec['vmConfig']>['env'] = [],
): Iterable<Problem> {
  for (const [i, { name, value, valueFrom }] of env.entries()) {
    yield* wasmNameProblems([...field, i, 'name'], name);
    if (value !== undefined && valueFrom === 'HOST') {
      const message = `"${value}" does not go with valueFrom HOST; keep one of them`;
      yield { field: [...field, i, 'value'], message };
    } else if (value !== undefined && value.length > MAX_VALUE_LENGTH) {
      const message = `has ${value.length} characters; Istio takes ${MAX_VALUE_LENGTH}`;
      yield { field: [...field, i, 'value'], message };
    }
  }
  for (const { at } of repetitions(env.map(({ name }) => name))) {
    yield { field: [...field, at, 'name'], message: `"${env[at]?.name}" is there twice; remove one` };
  }
}

export function* validateExtensionScope(scope: ExtensionScopeSpec): Iterable<Problem> {
  yield* priorityProblems(['spec', 'priority'], scope.priority);
  for (const [i, { ports = [] }] of (scope.match ?? []).entries()) {
    const field = ['spec', 'match', i, 'ports'];
    for (const [j, { number }] of ports.entries()) {
      yield* portProblems([...field, j, 'number'], number);
    }
    for (const { at } of repetitions(ports.map(({ number }) => number))) {
      const message = `${ports[at]?.number} is there twice; remove one`;
      yield { field: [...field, at, 'number'], message, type: REPEATED_ENTRY };
    }
  }
}
