import { ApiObject, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  type CheckOptions,
  check,
  type Level,
  type MergedMessage,
  mergedMessages,
  readOptions,
  withOptionsOf,
} from '../checks';
import type { IstioVersion } from '../istiod/istio-version';
import { ANY_NAMESPACE, type ExternalObject } from '../manifests/external-object';
import { type Manifest, manifestOf } from '../manifests/manifest';
import type { RenderedCharts } from './manifest-files';
import { manifestsOf } from './rendered-manifests';

/** Options of the checks that run before the objects of an app are written. */
export interface CheckProps extends Omit<CheckOptions, 'istio'> {
  /**
   * Whether the objects are checked.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Codes that are not reported, such as IST0101, neither by the checks nor by constructs. To leave out a code for a single
   * object, annotate the object with `galley.istio.io/analyze-suppress`.
   *
   * @default - all codes are reported
   */
  readonly ignore?: readonly string[];
}

/** The findings in an app, one line each. Only `cdk8s-istio check` reports findings of the level Info. */
export interface CheckResults {
  readonly errors: string[];
  readonly warnings: string[];
}

/**
 * Checks the objects of an app.
 *
 * @throws Error if an option is wrong, or if a file that it names cannot be read or is not YAML
 */
export function checkApp(
  app: App,
  charts: RenderedCharts,
  { istio, ...props }: CheckProps & { readonly istio?: IstioVersion },
): CheckResults {
  if (props.enabled === false) {
    return { errors: [], warnings: [] };
  }
  const options = readOptions(props, 'checks', ['enabled']);
  const found = check(manifestsOf([...charts.values()].flat()), {
    ...options,
    ...(istio ? { istio } : {}),
    context: [...(options.context ?? []), ...externalObjects(app)],
  });
  const messages = mergedMessages(found);
  const linesOf = (wanted: Level) => messages.filter(({ level }) => level === wanted).map(lineOf);
  return { errors: linesOf('Error'), warnings: linesOf('Warning') };
}

/** The objects outside of an app or a chart that its constructs refer to. */
export function externalObjects({ node }: IConstruct): Manifest[] {
  const constructs = node.findAll().filter((construct) => !ApiObject.isApiObject(construct));
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
  const text = withOptionsOf('checks', message);
  return `[${object.origin.construct}] ${object.kind} "${object.name}": ${place}${text} ${shownCodes}`;
}
