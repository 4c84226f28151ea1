import type { Finding } from '../../catalogue/finding';
import { IST0106 } from '../../catalogue/istio-traffic-codes';
import type { MessageType } from '../../catalogue/message-type';
import type { FieldPath, Manifest } from '../../manifests/manifest';
import type { Schema } from './schema';

/** Far more values than fit into the 3 MB that an API server accepts. Only aliases within aliases have more. */
const MAX_VALUES = 1_000_000;
/** More findings about one object do not help its author. */
const MAX_FINDINGS = 100;

/** Thrown to stop checking an object. */
export class StopChecking extends Error {}

/** The findings about one object, collected while its values are visited. */
export class Report {
  readonly findings: Finding[] = [];
  /** The findings about values of another type than the schema has. */
  readonly wrongTypes: Finding[] = [];
  /** Violations of the schema so far, without those of CEL rules: a rule may rely on what the schema says. */
  violations = 0;
  /** The path of the value that is visited. */
  readonly path: (string | number)[];
  private values = 0;
  private trials = 0;

  constructor(
    private readonly object: Manifest,
    start: FieldPath = [],
    /** The schema of the object, for hints about fields at the wrong place. */
    readonly schema?: Schema,
  ) {
    this.path = [...start];
  }

  /** Whether findings are discarded, because only their number matters. */
  get isTrial(): boolean {
    return this.trials > 0;
  }

  /** Counts a value that is visited. */
  visit(): void {
    this.values += 1;
    if (this.values > MAX_VALUES) {
      const text = `is too large: it has more than ${MAX_VALUES} values, with those that aliases repeat; split it up`;
      this.findings.push({ type: IST0106, object: this.object, field: this.path.slice(0, 1), text });
      throw new StopChecking();
    }
  }

  enter(step: string | number): void {
    this.path.push(step);
  }

  leave(): void {
    this.path.pop();
  }

  /** Reports a violation of the schema by the visited value, or by a field in it. */
  violation(text: string, ...steps: FieldPath): void {
    this.violations += 1;
    this.add(IST0106, text, steps);
  }

  /** Reports that the visited value is of another type. */
  wrongType(text: string): void {
    this.violation(text);
    this.wrongTypes.push(...(this.isTrial ? [] : this.findings.slice(-1)));
  }

  /** Reports something that is not a violation of the schema. */
  add(type: MessageType, text: string, steps: FieldPath = []): void {
    if (this.isTrial) {
      return;
    }
    this.findings.push({ type, object: this.object, field: [...this.path, ...steps], text });
    if (this.findings.length >= MAX_FINDINGS) {
      throw new StopChecking();
    }
  }

  /** Whether a value passes a check; nothing is reported. */
  passes(check: () => void): boolean {
    const before = this.violations;
    this.trials += 1;
    check();
    this.trials -= 1;
    const passed = this.violations === before;
    this.violations = before;
    return passed;
  }
}
