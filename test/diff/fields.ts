import schemas from '../../imports/schemas.json';

/** A field of the spec of a kind that holds a value: `http[].retries.attempts`, and `*` for the keys of maps. */
export interface Leaf {
  readonly path: string;
  readonly type: string;
  readonly choices: readonly unknown[];
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
}

/** All fields of the spec of a kind that hold values, as the CRD has them. */
export function leavesOf(kind: string): Leaf[] {
  const found = schemas.find((one) => one.kind === kind);
  return found ? leavesIn(found.schema as unknown as Schema, '') : [];
}

function leavesIn({ type = '', enum: choices = [], ...schema }: Schema, path: string): Leaf[] {
  if (schema.items) {
    return leavesIn(schema.items, `${path}[]`);
  }
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([name, inner]) =>
      leavesIn(inner, path === '' ? name : `${path}.${name}`),
    );
  }
  return schema.additionalProperties
    ? leavesIn(schema.additionalProperties, `${path}.*`)
    : [{ path, type, choices }];
}

/** A copy of a spec with a value at a path. Lists get it in their first item, and maps by the name `key`. */
export function withValue(spec: unknown, path: string, value: unknown, key: string): unknown {
  const copy = structuredClone(spec ?? {}) as Record<string, unknown>;
  const steps = path.replaceAll('[]', '.0').split('.');
  let at: Record<string, unknown> = copy;
  steps.forEach((step, i) => {
    const name = step === '*' ? key : step;
    const next = steps[i + 1];
    if (next === undefined) {
      at[name] = value;
    } else {
      at[name] ??= next === '0' ? [] : {};
      at = at[name] as Record<string, unknown>;
    }
  });
  return copy;
}
