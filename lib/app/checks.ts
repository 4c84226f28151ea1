import { ApiObject, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  check,
  isMessageCode,
  type Level,
  type MergedMessage,
  mergedMessages,
  withContextOption,
} from '../checks';
import { type IstioVersion, NEWEST_VERSION } from '../istiod/istio-version';
import { readMeshConfig } from '../istiod/mesh-config-file';
import type { Profile } from '../istiod/profile/profiles';
import { ANY_NAMESPACE, type ExternalObject } from '../manifests/external-object';
import { describeProblem, readFiles } from '../manifests/files';
import { type Manifest, manifestOf, type Origin } from '../manifests/manifest';
import { objectsOf } from '../manifests/read-yaml';
import type { RenderedCharts } from './manifest-files';
import { plainCopy } from './plain-copy';

/** Options of the checks that run before the objects of an app are written. */
export interface CheckProps {
  /**
   * Whether the objects are checked.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Codes that are not reported, such as IST0101, neither by the checks nor by constructs. To leave out a code for a single object, annotate the object with
   * `galley.istio.io/analyze-suppress`.
   *
   * @default - all codes are reported
   */
  readonly ignore?: readonly string[];

  /**
   * Objects that exist already, so that the objects of the app may refer to them: plain objects, or paths of YAML files
   * and folders. The objects of Istio's profile and the objects that `fromXxxName()` refers to are always part
   * of the context.
   *
   * @default - only the objects that are always part of the context
   */
  readonly context?: readonly (string | Readonly<Record<string, unknown>>)[];

  /**
   * The profile with which Istio is installed: `demo` has an egress gateway and extension providers, and `minimal` has no gateway.
   *
   * @default "default" - istiod and the ingress gateway
   */
  readonly profile?: Profile;

  /**
   * The path of a YAML file with the mesh configuration. It is written over the configuration of the profile.
   *
   * @default - the configuration of the profile
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
   */
  readonly meshConfig?: string;
}

/** The findings in an app, one line each. Only `cdk8s-istio check` reports findings of the level Info. */
export interface CheckResults {
  readonly errors: string[];
  readonly warnings: string[];
}

/**
 * Checks the objects of an app.
 *
 * @throws Error if a path in the context cannot be read, or has a file that is not YAML, or if a code to ignore is unknown
 */
export function checkApp(
  app: App,
  charts: RenderedCharts,
  props: CheckProps & { readonly istio?: IstioVersion },
): CheckResults {
  const { enabled = true, ignore, context = [], meshConfig, profile, istio = NEWEST_VERSION } = props;
  if (!enabled) {
    return { errors: [], warnings: [] };
  }
  const unknown = ignore?.find((code) => !isMessageCode(code));
  if (unknown !== undefined) {
    throw new Error(`checks.ignore: "${unknown}" is not a code; use one such as IST0101`);
  }
  const manifests = [...charts.values()]
    .flat()
    .flatMap(({ document, construct }) => [
      ...objectsOf(plainCopy(document), new ConstructOrigin(construct)),
    ]);
  const found = check(manifests, {
    istio,
    context: [...context.flatMap(existing), ...externalObjects(app)],
    ...(ignore ? { ignore } : {}),
    ...(profile ? { profile } : {}),
    ...(meshConfig === undefined ? {} : { mesh: readMeshConfig(meshConfig, profile) }),
  });
  const messages = mergedMessages(found);
  const linesOf = (wanted: Level) => messages.filter(({ level }) => level === wanted).map(lineOf);
  return { errors: linesOf('Error'), warnings: linesOf('Warning') };
}

function existing(context: string | Readonly<Record<string, unknown>>): readonly Manifest[] {
  if (typeof context !== 'string') {
    return [...objectsOf(context)];
  }
  const { manifests, problems } = readFiles([context]);
  const [problem] = problems;
  if (problem) {
    throw new Error(describeProblem(problem));
  }
  return manifests;
}

/** The objects outside of the app that constructs of the app refer to. */
function externalObjects(app: App): Manifest[] {
  const constructs = app.node.findAll().filter((construct) => !ApiObject.isApiObject(construct));
  return constructs.flatMap((construct) => manifestOf(externalObject(construct)) ?? []);
}

function externalObject(construct: IConstruct): unknown {
  if ('externalObject' in construct) {
    return (construct as unknown as ExternalObject).externalObject;
  }
  // A reference of cdk8s-plus, such as Secret.fromSecretName(), has a name and no namespace.
  if (
    'apiVersion' in construct &&
    'kind' in construct &&
    'name' in construct &&
    !('apiObject' in construct)
  ) {
    const { apiVersion, kind, name } = construct;
    return { apiVersion, kind, metadata: { name, namespace: ANY_NAMESPACE } };
  }
  return undefined;
}

function lineOf({ shownCodes, object, field, message }: MergedMessage): string {
  const place = field === undefined ? '' : `${field} `;
  const text = withContextOption(message, 'checks.context');
  return `[${object.origin.construct}] ${object.kind} "${object.name}": ${place}${text} ${shownCodes}`;
}

/** A construct of the app. Its path is put together when it is needed, which is for objects with findings only. */
class ConstructOrigin implements Origin {
  constructor(private readonly source: IConstruct) {}

  /** The path of the construct in the user's code: cdk8s calls the raw object of a construct `Resource`. */
  get construct(): string {
    return this.source.node.path.replace(/\/Resource$/, '');
  }
}
