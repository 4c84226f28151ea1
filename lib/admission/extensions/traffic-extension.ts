import type { TrafficExtensionSpec } from '../../../imports/extensions.istio.io';
import type { Problem } from '../problem';
import type { AdmissionObject } from '../validator';
import { validatePolicyTarget } from '../values/policy-target';
import { characterCount } from '../values/texts';
import { validateExtensionScope, validateWasm } from './wasm';

/** In characters: the limit of the CRD. */
const MAX_CODE_LENGTH = 65_536;

/** What is wrong with a TrafficExtension. Its module or code is not validated. */
export function* validateTrafficExtension({
  namespace,
  spec,
}: AdmissionObject<TrafficExtensionSpec>): Iterable<Problem> {
  yield* validatePolicyTarget(spec, namespace);
  const { lua, wasm } = spec;
  if (lua && wasm) {
    yield { field: ['spec', 'lua'], message: 'cannot be used with spec.wasm; keep one of them' };
  } else if (!lua && !wasm) {
    yield { field: ['spec'], message: 'has neither wasm nor lua, so it does nothing; add one of them' };
  }
  if (wasm) {
    yield* validateWasm(['spec', 'wasm'], wasm);
  }
  if (lua && !lua.inlineCode) {
    yield { field: ['spec', 'lua', 'inlineCode'], message: 'is empty; write the code' };
  } else if (lua && characterCount(lua.inlineCode) > MAX_CODE_LENGTH) {
    const message = `has ${characterCount(lua.inlineCode)} characters; Istio allows at most ${MAX_CODE_LENGTH}`;
    yield { field: ['spec', 'lua', 'inlineCode'], message };
  }
  yield* validateExtensionScope(spec);
}
