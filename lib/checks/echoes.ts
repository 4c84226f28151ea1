import type { Finding } from '../catalogue/finding';
import { fieldText } from '../manifests/field-path';
import type { Manifest } from '../manifests/manifest';

/** Findings without those that repeat, on the same field, what another code says. */
export function withoutEchoes(findings: readonly Finding[]): Finding[] {
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
