import type { Finding } from '../../../catalogue/finding';
import { IST0151, IST0152, IST0153, IST0154, IST0155 } from '../../../catalogue/istio-workload-codes';
import { type Fields, fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { ENVOY_FILTER } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** Patches can only be merged into these objects, because Istio generates them as a whole. */
const WITHOUT_ADD_OR_REMOVE: readonly string[] = ['ROUTE_CONFIGURATION', 'HTTP_ROUTE'];
const WITH_REPLACE: readonly string[] = ['HTTP_FILTER', 'NETWORK_FILTER', 'VIRTUAL_HOST'];
/** The effect of these operations depends on other patches. That of `MERGE` does, too, but Istio does not report it. */
const RELATIVE: readonly string[] = ['REMOVE', 'REPLACE', 'INSERT_BEFORE', 'INSERT_AFTER'];

/** Patches of an EnvoyFilter that Istio ignores, or that depend on the EnvoyFilters that are applied before. */
export const envoyFilterOperations: Rule = {
  name: 'envoy-filter-operations',
  reports: [IST0151, IST0152, IST0153, IST0154, IST0155],
  *check(index) {
    const forSomeVersions = new Set<string>();
    for (const object of index.written(ENVOY_FILTER)) {
      yield* firstOfEach(findingsOn(object, forSomeVersions));
    }
  },
};

/** One remedy applies to the whole object, so Istio reports each code once. */
function* firstOfEach(findings: Iterable<Finding>): Iterable<Finding> {
  const codes = new Set<string>();
  for (const finding of findings) {
    if (!codes.has(finding.type.code)) {
      codes.add(finding.type.code);
      yield finding;
    }
  }
}

/**
 * @param forSomeVersions the names that were patched for some versions of the proxy only; those of this object are added
 */
function* findingsOn(object: Manifest, forSomeVersions: Set<string>): Iterable<Finding> {
  const { configPatches, priority } = fieldsOf(object.spec);
  for (const [i, patch] of fieldEntries(configPatches)) {
    if (!patch.patch) {
      return;
    }
    const operation = textOrEmpty(fieldsOf(patch.patch).operation);
    const applyTo = textOrEmpty(patch.applyTo);
    const field = ['spec', 'configPatches', i, 'patch', 'operation'];
    const patched = patchedName(patch);
    if (operation === 'ADD' && WITHOUT_ADD_OR_REMOVE.includes(applyTo)) {
      yield { type: IST0153, object, field, text: IST0153.texts.ignored(applyTo) };
    } else if (operation === 'REMOVE' && WITHOUT_ADD_OR_REMOVE.includes(applyTo)) {
      yield { type: IST0154, object, field, text: IST0154.texts.ignored(applyTo) };
    } else if (operation === 'REPLACE' && !WITH_REPLACE.includes(applyTo)) {
      yield { type: IST0152, object, field, text: IST0152.texts.ignored(applyTo) };
    } else if (RELATIVE.includes(operation) && !priority) {
      const type = forSomeVersions.has(patched) ? IST0155 : IST0151;
      yield { type, object, field, text: type.texts.relative(operation) };
    }
    if (fieldsOf(fieldsOf(patch.match).proxy).proxyVersion) {
      forSomeVersions.add(patched);
    }
  }
}

/** What a patch changes, as far as Istio distinguishes patches: it takes all patches without a value for the same. */
function patchedName({ patch, match }: Fields): string {
  const value = fieldsOf(fieldsOf(patch).value);
  if (Object.keys(value).length === 0) {
    return '';
  }
  if ('name' in value) {
    return `value ${textOrEmpty(value.name)}`;
  }
  const { filter } = fieldsOf(fieldsOf(fieldsOf(match).listener).filterChain);
  const name = textOrEmpty(fieldsOf(filter).name);
  return name === '' ? '' : `filter ${name}`;
}
