import { everySchema, type Schema, type SpecSchema } from './crds';

const SINCE = 'x-istio-since';
const VALUES_SINCE = 'x-istio-values-since';

/** The schemas of one version of Istio. */
export interface VersionedSchemas {
  /** The version, such as 1.31. */
  readonly version: string;
  readonly schemas: readonly SpecSchema[];
}

/**
 * The newest schemas, in which each field and each enum value that an older version lacks has the first version that has
 * it. From one version to the next, Istio only adds fields and values.
 *
 * @param older from the oldest version to the newest
 */
export function withVersions(
  newest: VersionedSchemas,
  older: readonly VersionedSchemas[],
): readonly SpecSchema[] {
  return newest.schemas.map((spec) => {
    const before = older.map(({ version, schemas }) => ({ version, schema: sameSpec(spec, schemas) }));
    return { ...spec, schema: marked(spec.schema, before, newest.version) };
  });
}

/** A schema in an older version; undefined where that version does not have it. */
interface OlderSchema {
  readonly version: string;
  readonly schema: Schema | undefined;
}

function sameSpec({ group, kind, versions }: SpecSchema, schemas: readonly SpecSchema[]): Schema | undefined {
  return schemas.find(
    (one) => one.group === group && one.kind === kind && one.versions.some((name) => versions.includes(name)),
  )?.schema;
}

function marked(schema: Schema, older: readonly OlderSchema[], newest: string): Schema {
  const { properties, items, additionalProperties, ...rest } = schema;
  const inside = (child: Schema, select: (schema: Schema) => Schema | undefined) => {
    const before = older.map(({ version, schema: old }) => ({ version, schema: old && select(old) }));
    return marked(child, before, newest);
  };
  return {
    ...rest,
    ...valueVersions(schema, older, newest),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, field]) => {
          const has = (old: Schema) => old.properties?.[name] !== undefined;
          const since = firstVersion(older, newest, has);
          const child = inside(field, (old) => old.properties?.[name]);
          return [name, since === undefined ? child : { [SINCE]: since, ...child }];
        }),
      ),
    }),
    ...(items && { items: inside(items, (old) => old.items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object'
          ? inside(additionalProperties, ({ additionalProperties: old }) =>
              typeof old === 'object' ? old : undefined,
            )
          : additionalProperties,
    }),
  };
}

function valueVersions(schema: Schema, older: readonly OlderSchema[], newest: string): object {
  const values = Array.isArray(schema.enum) ? schema.enum : [];
  const versions = values.flatMap((value): [string, string][] => {
    const since = firstVersion(older, newest, (old) => Array.isArray(old.enum) && old.enum.includes(value));
    return since === undefined ? [] : [[String(value), since]];
  });
  return versions.length > 0 ? { [VALUES_SINCE]: Object.fromEntries(versions) } : {};
}

/** The first version that has something; undefined if all versions have it, or their schemas are not known. */
function firstVersion(
  older: readonly OlderSchema[],
  newest: string,
  has: (schema: Schema) => boolean,
): string | undefined {
  const known = older.filter(({ schema }) => schema !== undefined);
  const first = known.find(({ schema }) => schema && has(schema));
  if (first === undefined) {
    return known.length > 0 ? newest : undefined;
  }
  return first === known[0] ? undefined : first.version;
}

/** The older versions that schemas name, each with the schemas that it had, as far as they are recorded. */
export function recordedVersions(schemas: readonly SpecSchema[]): VersionedSchemas[] {
  const named = new Set<string>();
  for (const { schema } of schemas) {
    everySchema(schema, (one) => {
      const values = Object.values((one[VALUES_SINCE] ?? {}) as Record<string, string>);
      for (const version of [one[SINCE], ...values]) {
        if (typeof version === 'string') {
          named.add(version);
        }
      }
      return one;
    });
  }
  const versions = [...named].sort(byVersion);
  // What is older than the first version that is named has no name, and needs none.
  return ['0', ...versions.slice(0, -1)].map((version) => ({
    version,
    schemas: schemas.map((spec) => ({ ...spec, schema: inVersion(spec.schema, version) })),
  }));
}

/** A schema without what came after a version. */
function inVersion(schema: Schema, version: string): Schema {
  const has = (since: unknown) => typeof since !== 'string' || byVersion(since, version) <= 0;
  return everySchema(schema, ({ properties, enum: values, ...rest }) => ({
    ...rest,
    ...(Array.isArray(values) && {
      enum: values.filter((value) =>
        has((rest[VALUES_SINCE] as Record<string, unknown> | undefined)?.[value]),
      ),
    }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).filter(([, field]) => has(field[SINCE]))),
    }),
  }));
}

/** Orders versions such as 1.9 and 1.31. */
export function byVersion(a: string, b: string): number {
  return a.localeCompare(b, undefined, { numeric: true });
}
