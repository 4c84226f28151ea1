import { InvalidRequest } from './request';

/**
 * Headers as curl takes them: `name: value`, or `name;` for a header without a value.
 *
 * @param called how errors call a header
 * @throws InvalidRequest if a line is not a header
 */
export function headersFrom(lines: readonly string[], called: string): Record<string, string[]> | undefined {
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const [, name, value = ''] = /^\s*([^\s:;]+)\s*(?::\s*(.*?)\s*|;)$/.exec(line) ?? [];
    if (name === undefined) {
      throw new InvalidRequest(`${called} "${line}" is not a header; write it like "x-group: testers"`);
    }
    const key = name.toLowerCase();
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  return headers.size > 0 ? Object.fromEntries(headers) : undefined;
}

/**
 * The claims of a token, each as `NAME=VALUE`. A claim that is given several times is a list.
 *
 * @param called how errors call a claim
 * @throws InvalidRequest if a line is not a claim
 */
export function claimsFrom(lines: readonly string[], called: string): Record<string, unknown> | undefined {
  const values = new Map<string, unknown[]>();
  for (const claim of lines) {
    const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(claim) ?? [];
    if (name === undefined) {
      throw new InvalidRequest(
        `${called} "${claim}" is not a claim; write it like "iss=https://issuer.example"`,
      );
    }
    values.set(name, [...(values.get(name) ?? []), claimValue(value)]);
  }
  const read = [...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all.flat()]);
  return read.length > 0 ? Object.fromEntries(read) : undefined;
}

/** The value of a claim: lists, objects, numbers and booleans are JSON, and everything else is text. */
function claimValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value === null ? text : value;
  } catch {
    return text;
  }
}
