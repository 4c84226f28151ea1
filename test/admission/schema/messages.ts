import { load } from 'js-yaml';
import { schemaFindings } from '../../../lib/admission/schema';
import { KINDS } from '../../../lib/admission/schema/kind-schemas';
import { type IstioVersion, NEWEST_VERSION } from '../../../lib/istiod/istio-version';
import { fieldText } from '../../../lib/manifests/field-path';
import { manifestOf } from '../../../lib/manifests/manifest';

/** What is said about an object, each with its level where that is no Error, and its field. */
export function messagesOf(object: unknown, istio: IstioVersion = NEWEST_VERSION): string[] {
  const manifest = manifestOf(object);
  if (!manifest) {
    throw new Error('no object');
  }
  return schemaFindings(manifest, istio).map(({ type, field = [], text }) => {
    const level = type.level === 'Error' ? '' : `${type.level} ${type.code}: `;
    return `${level}${fieldText(field)} ${text}`;
  });
}

/** An object of a kind, of the first version that is served, with this spec. */
export function objectOf(kind: string, spec: unknown): Record<string, unknown> {
  const found = KINDS.find((one) => one.kind === kind);
  return { apiVersion: `${found?.group}/${found?.versions[0]}`, kind, metadata: { name: 'a' }, spec };
}

/** What is said about an object whose spec is this YAML. */
export function specMessages(kind: string, yaml: string): string[] {
  return messagesOf(objectOf(kind, load(yaml)));
}
