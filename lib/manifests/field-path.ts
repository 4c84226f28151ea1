import type { FieldPath } from './manifest';

/** The path of a field as Kubernetes writes it: `spec.http[0].match[1].headers["x-user"]`. */
export function fieldText(field: FieldPath): string {
  return field
    .map((step, i) => {
      if (typeof step === 'number') {
        return `[${step}]`;
      }
      return /^[\w$-]+$/.test(step) ? `${i > 0 ? '.' : ''}${step}` : `["${step}"]`;
    })
    .join('');
}
