import { inspect } from 'node:util';
import { fullName } from '../catalogue/words';
import {
  type CheckOptions,
  check,
  FAIL_ON,
  type FailOn,
  inSurroundings,
  isFailure,
  type Level,
  type ManifestCheckOptions,
  type MergedMessage,
  mergedMessages,
  messageType,
  readChoice,
  readOptions,
  sentenceOf,
  withOptionsOf,
} from '../checks';
import { groupedBy } from '../manifests/collections';
import { readFiles, wholeManifests } from '../manifests/files';
import { isMistake } from '../manifests/is-mistake';
import { identityOf, type Manifest } from '../manifests/manifest';
import { settled, toldIn } from '../surroundings';
import type { Validation, ValidationContext, ValidationViolatingResource } from './validation';

/** The `properties` of `IstioValidation` in `cdk8s.yaml`. Paths are relative to the folder of `cdk8s.yaml`. */
export interface IstioValidationProps extends CheckOptions {
  /**
   * The least severe messages that let `cdk8s synth` fail.
   *
   * @default "error"
   */
  readonly failOn?: FailOn;
}

/** What the properties are called in errors. */
const OWNER = 'cdk8s.yaml: validations: IstioValidation: properties';

/** The texts of the messages differ by location. */
const HOW_TO_FIX =
  'Each location says what to do. docs/checks.md of cdk8s-istio describes the code, and properties.ignore leaves it out.';

/**
 * A validation plugin of the cdk8s CLI, which reports what `check` reports on the manifests that `cdk8s synth` has written.
 * `cdk8s.yaml` names it under `validations`; programs do not call it. `MeshApp` checks its objects without a plugin. What a
 * `MeshApp` says of its mesh holds for the plugin, too, as far as the properties do not say otherwise.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/
 */
export class IstioValidation implements Validation {
  private readonly options: ManifestCheckOptions;
  private readonly failOn: FailOn;

  /**
   * @param properties the options of the checks
   * @throws Error if a property is unknown or has a wrong value, or if a file that it names cannot be read
   */
  constructor(properties: IstioValidationProps = {}) {
    const { options, failOn } = attempt(() => ({
      options: readOptions(properties, OWNER, ['failOn']),
      failOn: readChoice(properties.failOn ?? 'error', `${OWNER}.failOn`, FAIL_ON),
    }));
    this.options = options;
    this.failOn = failOn;
  }

  /**
   * Adds a violation to the report for each code with messages.
   *
   * @throws Error if a manifest cannot be read, or is not YAML
   */
  async validate({ manifests: paths, report }: ValidationContext): Promise<void> {
    const { manifests, options } = attempt(() => {
      const contents = readFiles(paths);
      const found = settled(toldIn(contents.notes), this.options);
      return { manifests: wholeManifests(contents), options: inSurroundings(this.options, found) };
    });
    const messages = mergedMessages(check(manifests, options)).sort(bySeverity);
    const isShared = sharedNames(manifests);
    for (const [code, group] of groupedBy(messages, (message) => message.code)) {
      const { name = '', level, summary = '' } = messageType(code) ?? {};
      const byObject = groupedBy(group, ({ object }) => object);
      report.addViolation({
        ruleName: code,
        violatingResources: [...byObject].map(([object, found]) => resourceOf(object, found, isShared)),
        recommendation: `${level} ${name}: ${summary}`,
        fix: HOW_TO_FIX,
      });
    }
    const count = (wanted: Level) => String(messages.filter(({ level }) => level === wanted).length);
    report.submit(messages.some((message) => isFailure(message, this.failOn)) ? 'failure' : 'success', {
      Objects: String(manifests.length),
      Errors: count('Error'),
      Warnings: count('Warning'),
      Notes: count('Info'),
    });
  }
}

const SEVERITIES: readonly Level[] = ['Error', 'Warning', 'Info'];

function bySeverity(a: MergedMessage, b: MergedMessage): number {
  return SEVERITIES.indexOf(a.level) - SEVERITIES.indexOf(b.level);
}

/** Whether several objects have the name of an object. */
function sharedNames(manifests: readonly Manifest[]): (object: Manifest) => boolean {
  const byName = groupedBy(manifests, ({ name }) => name);
  return ({ name }) => new Set(byName.get(name)?.map(identityOf)).size > 1;
}

/** The messages on an object. */
function resourceOf(
  object: Manifest,
  messages: readonly MergedMessage[],
  isShared: (object: Manifest) => boolean,
): ValidationViolatingResource {
  const { kind, name, origin } = object;
  const identity = `${kind} ${fullName(object)}`;
  return {
    // The cdk8s CLI looks for the construct by the name alone, and would find that of another object with the name.
    resourceName: isShared(object) ? identity : name,
    manifestPath: origin.file ?? '',
    locations: messages.map(({ field, line, message, shownCodes }) => {
      const text = sentenceOf(field, withOptionsOf('properties', message));
      const place = line === undefined ? '' : `, line ${line}`;
      const codes = shownCodes.includes(' ') ? ` ${shownCodes}` : '';
      return `${identity}${place}: ${text}${codes}`;
    }),
  };
}

/** A mistake in `cdk8s.yaml`, or in the manifests. The cdk8s CLI prints errors with their stack traces, which help nobody here. */
class UserError extends Error {
  override readonly stack: string;

  constructor(message: string, options: ErrorOptions) {
    super(message, options);
    this.stack = message;
  }

  [inspect.custom](): string {
    return this.message;
  }
}

/** Returns what `read` returns. Mistakes become errors of the user. */
function attempt<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw isMistake(error) ? new UserError(error.message, { cause: error }) : error;
  }
}
