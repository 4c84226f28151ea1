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
  readonly report: ValidationReport;
}

/** What a validation plugin finds. */
export interface ValidationReport {
  addViolation(violation: ValidationViolation): void;
  submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
}

/** A mistake, and the objects that have it. */
export interface ValidationViolation {
  readonly ruleName: string;
  readonly violatingResources: readonly ValidationViolatingResource[];
  readonly recommendation: string;
  readonly fix: string;
}

/** An object with a mistake. */
export interface ValidationViolatingResource {
  /** The name by which the CLI looks for the construct. */
  readonly resourceName: string;
  readonly manifestPath: string;
  readonly locations: readonly string[];
}
