import { IST9001 } from '../catalogue/admission-codes';
import type { Finding } from '../catalogue/finding';
import { fieldText } from '../manifests/field-path';
import type { Manifest } from '../manifests/manifest';

/**
 * Findings without those that repeat, on the same field, what another code says, and without those on what is in a field that
 * does not exist: Istio does not see it.
 */
export function withoutEchoes(findings: readonly Finding[]): Finding[] {
  return withoutRepeated(withoutUnseen(findings));
}

function withoutUnseen(findings: readonly Finding[]): readonly Finding[] {
  const unknown = new Map<Manifest, Set<string>>();
  for (const { type, object, field } of findings) {
    if (type.code === IST9001.code && field?.length) {
      unknown.set(object, (unknown.get(object) ?? new Set()).add(fieldText(field)));
    }
  }
  const isUnseen = ({ type, object, field = [] }: Finding) => {
    const fields = unknown.get(object);
    return (
      fields !== undefined &&
      type.code !== IST9001.code &&
      field.some((_, i) => fields.has(fieldText(field.slice(0, i + 1))))
    );
  };
  return unknown.size === 0 ? findings : findings.filter((finding) => !isUnseen(finding));
}

function withoutRepeated(findings: readonly Finding[]): Finding[] {
  const heeded = new Set(findings.flatMap(({ type }) => type.givesWayTo ?? []));
  const said = new Map<Manifest, Set<string>>();
  for (const { type, object, field } of findings) {
    if (heeded.has(type.code)) {
      const known = said.get(object) ?? new Set();
      said.set(object, known.add(keyOf(type.code, field)));
    }
  }
  return findings.filter(
    ({ type, object, field }) => !type.givesWayTo?.some((code) => said.get(object)?.has(keyOf(code, field))),
  );
}

function keyOf(code: string, field: Finding['field'] = []): string {
  return `${code} ${fieldText(field)}`;
}
