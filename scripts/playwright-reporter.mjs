/** Writes what Playwright ran in the form of report.mjs. */
import path from 'node:path';
import { writeReport } from './report.mjs';

/** Playwright's outcomes; a flaky test failed at least once, and nothing here is repeated until it passes. */
const statuses = { expected: 'passed', unexpected: 'failed', flaky: 'failed', skipped: 'skipped' };

export default class ReportWriter {
  #suite = null;
  #errors = [];

  onBegin(_config, suite) {
    this.#suite = suite;
  }

  onError(error) {
    this.#errors.push(error);
  }

  onEnd() {
    const tests = (this.#suite?.allTests() ?? []).map((test) => {
      const where = path.relative(process.cwd(), test.location.file);
      // titlePath: '', project, file, describes…, title
      const title = test.titlePath().slice(3).join(' ');
      const status = statuses[test.outcome()];
      const note = [...test.annotations].reverse().find((one) => one.type === 'skip' || one.type === 'fixme')?.description;
      const reason = status === 'failed' ? test.results.at(-1)?.error?.message : note;
      return { title, where, status, ...(status === 'passed' || !reason ? {} : { reason }) };
    });
    for (const error of this.#errors) tests.push({ title: 'end-to-end tests load', where: '', status: 'failed', reason: error.message });
    writeReport('e2e', tests);
  }
}
