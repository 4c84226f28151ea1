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

/** The CRDs of Istio's API groups among some YAML documents. */
export function istioCrds(documents: unknown[]): CustomResourceDefinition[] {
  return documents.filter((document): document is CustomResourceDefinition => {
    const crd = document as Partial<CustomResourceDefinition> | null;
    return (
      crd?.kind === 'CustomResourceDefinition' &&
      /(^|\.)istio\.io$/.test(crd.spec?.group ?? '') &&
      newestServed(crd.spec?.versions ?? []) !== undefined
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
              properties: { spec: { ...withoutProse(spec), description: link } },
            },
          },
        },
      ],
    },
  };
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

function withoutProse({ description: _, ...schema }: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(properties && { properties: mapSchemas(withoutAliases(properties)) }),
    ...(items && { items: withoutProse(items) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: withoutProse(additionalProperties),
    }),
  };
}

/**
 * Drops `mirror_percent` beside `mirrorPercent`: both become the same TypeScript property, and `cdk8s import`
 * would write the spelling nobody uses.
 */
function withoutAliases(properties: Record<string, Schema>): Record<string, Schema> {
  const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => !(name.includes('_') && camelCase(name) in properties)),
  );
}

function mapSchemas(properties: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, withoutProse(schema)]));
}
