/** The parts of a CustomResourceDefinition that matter for imports. */
export interface CustomResourceDefinition {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata?: { readonly name?: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: CrdVersion[];
  };
}

export interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly schema?: { readonly openAPIV3Schema?: Schema };
}

export interface Schema {
  readonly description?: string;
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly [keyword: string]: unknown;
}

/** Where a schema keeps its rules in CEL. */
const RULES = 'x-kubernetes-validations';

/** The CRDs of Istio's API groups among some YAML documents. */
export function istioCrds(documents: unknown[]): CustomResourceDefinition[] {
  return documents.filter((document): document is CustomResourceDefinition => {
    const crd = document as Partial<CustomResourceDefinition> | null;
    const { group, names, versions } = crd?.spec ?? {};
    return (
      crd?.kind === 'CustomResourceDefinition' &&
      /(^|\.)istio\.io$/.test(group ?? '') &&
      names?.kind !== undefined &&
      Array.isArray(versions) &&
      newestServed(versions)?.schema?.openAPIV3Schema?.properties?.spec !== undefined
    );
  });
}

/** The CRD with its newest served version alone, and with a link to the reference page for all prose. */
export function slim(crd: CustomResourceDefinition): CustomResourceDefinition {
  const { group, names, versions } = crd.spec;
  const version = newestServed(versions);
  const spec = version?.schema?.openAPIV3Schema?.properties?.spec ?? {};
  const link = referencePage(spec.description);
  return {
    apiVersion: crd.apiVersion,
    kind: crd.kind,
    metadata: { name: crd.metadata?.name },
    spec: {
      group,
      names: { kind: names.kind },
      versions: [
        {
          name: version?.name ?? '',
          served: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              description: link,
              properties: { spec: { ...withoutAliases(withoutProse(spec)), description: link } },
            },
          },
        },
      ],
    },
  };
}

/** What the spec of a kind may look like. */
export interface SpecSchema {
  readonly group: string;
  readonly kind: string;
  /** The served versions, which share the schema. */
  readonly versions: string[];
  /** Set where an object needs a spec. */
  readonly required?: true;
  readonly schema: Schema;
}

/** The schemas of all served versions, without prose; versions with the same schema share one. */
export function specSchemas(crd: CustomResourceDefinition): SpecSchema[] {
  const { group, names, versions } = crd.spec;
  const schemas = new Map<string, SpecSchema>();
  for (const { name, served, schema } of versions) {
    const { properties, required } = schema?.openAPIV3Schema ?? {};
    const spec = withoutProse(properties?.spec ?? {});
    const need = Array.isArray(required) && required.includes('spec') ? ({ required: true } as const) : {};
    const key = JSON.stringify([need, spec]);
    const known = schemas.get(key) ?? { group, kind: names.kind, versions: [], ...need, schema: spec };
    if (served) {
      known.versions.push(name);
      schemas.set(key, known);
    }
  }
  return [...schemas.values()];
}

/** The first by Kubernetes' version priority: v2 before v1, v1 before v1beta2, beta before alpha. */
function newestServed(versions: CrdVersion[]): CrdVersion | undefined {
  const rank = ({ name }: CrdVersion): number => {
    const [, major = 0, stage, minor = 0] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(name) ?? [];
    return (stage === undefined ? 2e6 : stage === 'beta' ? 1e6 : 0) + Number(major) * 1e3 + Number(minor);
  };
  return versions.filter(({ served }) => served).sort((a, b) => rank(b) - rank(a))[0];
}

/** Istio ends each spec's description with the address of its page, in the form used before versioned docs. */
function referencePage(description = ''): string | undefined {
  const [, page] = /https:\/\/istio\.io\/docs\/(\S+?)\.html/.exec(description) ?? [];
  return page && `@see https://istio.io/latest/docs/${page}/`;
}

/** A schema after a change to it and to all schemas inside it. */
export function everySchema(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const { properties, items, additionalProperties, ...rest } = change(schema);
  const inside = (value: Schema) => everySchema(value, change);
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, value]) => [name, inside(value)]),
      ),
    }),
    ...(items && { items: inside(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? inside(additionalProperties) : additionalProperties,
    }),
  };
}

function withoutProse(schema: Schema): Schema {
  return everySchema(schema, ({ description: _, ...rest }) => ({
    ...rest,
    ...(rest[RULES] !== undefined && {
      [RULES]: (rest[RULES] as { message?: string }[]).map(({ message: _, ...rule }) => rule),
    }),
  }));
}

/**
 * Drops `mirror_percent` beside `mirrorPercent`: both become the same TypeScript property, and `cdk8s import`
 * would write the spelling nobody uses.
 */
function withoutAliases(schema: Schema): Schema {
  const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return everySchema(schema, ({ properties, ...rest }) => ({
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).filter(([name]) => !(name.includes('_') && camelCase(name) in properties)),
      ),
    }),
  }));
}
