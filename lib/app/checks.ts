import {
  type CheckOptions,
  check,
  type Level,
  type MergedMessage,
  mergedMessages,
  withOptionsOf,
} from '../checks';
import { type Surroundings, settled } from '../surroundings';
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

/** Checks the objects of an app. */
export function checkApp(charts: RenderedCharts, surroundings: Surroundings): CheckResults {
  const options = settled([{ from: 'the app', surroundings }]);
  const found = check(manifestsOf([...charts.values()].flat()), options);
  const messages = mergedMessages(found);
  const linesOf = (wanted: Level) => messages.filter(({ level }) => level === wanted).map(lineOf);
  return { errors: linesOf('Error'), warnings: linesOf('Warning') };
}

function lineOf({ shownCodes, object, field, message }: MergedMessage): string {
  const place = field === undefined ? '' : `${field} `;
  const text = withOptionsOf('checks', message);
  return `[${object.origin.construct}] ${object.kind} "${object.name}": ${place}${text} ${shownCodes}`;
}
