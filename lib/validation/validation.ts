/**
 * What the cdk8s CLI and its validation plugins know of each other, as far as it is used here. The CLI has the same types and is
 * not needed to compile against these.
 */
export interface Validation {
  /** Reports what is wrong with the manifests. */
  validate(context: ValidationContext): Promise<void>;
}

/** What the cdk8s CLI gives a validation plugin. */
export interface ValidationContext {
  /** The paths of the manifests. */
  readonly manifests: readonly string[];
  /** Where the plugin puts what it finds. */
  readonly report: ValidationReport;
}

/** What a validation plugin finds. */
export interface ValidationReport {
  /** Adds a mistake to the report. */
  addViolation(violation: ValidationViolation): void;
  /** Ends the report. The CLI ends with an error if one of its reports is a failure. */
  submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
}

/** A mistake, and the objects that have it. */
export interface ValidationViolation {
  /** The code of the mistake, such as `IST0101`. */
  readonly ruleName: string;
  /** The objects that have the mistake. */
  readonly violatingResources: readonly ValidationViolatingResource[];
  /** What is wrong. */
  readonly recommendation: string;
  /** Where the mistake is explained. */
  readonly fix: string;
}

/** An object with a mistake. */
export interface ValidationViolatingResource {
  /** The name by which the CLI looks for the construct. */
  readonly resourceName: string;
  /** The file that has the object. */
  readonly manifestPath: string;
  /** The fields that the mistake is about. */
  readonly locations: readonly string[];
}
