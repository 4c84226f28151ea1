import { objectName } from '../catalogue/words';
import { ISTIO_GROUPS } from '../manifests/kinds';
import type { Manifest } from '../manifests/manifest';

/** The label that assigns pods, namespaces and custom resources to the istiod of one revision. */
export const REVISION = 'istio.io/rev';
/** The revision of an istiod that is installed without naming one. */
const DEFAULT_REVISION = 'default';

/** The only revision that reads a custom resource of Istio; undefined where every revision reads it. (0.1) */
export function revisionOf({ group, labels }: Manifest): string | undefined {
  return ISTIO_GROUPS.includes(group) ? labels[REVISION] : undefined;
}

/** Whether an istiod of the default revision reads an object. (0.1) */
export function isReadByIstiod(manifest: Manifest): boolean {
  const revision = revisionOf(manifest);
  return revision === undefined || revision === DEFAULT_REVISION;
}

/** Why istiod does not read an object of another revision, and how to change that. */
export function whyUnread(manifest: Manifest): string {
  const revision = revisionOf(manifest) ?? '';
  return `the label "${REVISION}: ${revision}" leaves ${objectName(manifest)} to revision "${revision}"; remove the label, or set it to "${DEFAULT_REVISION}"`;
}
