/** Writes what vitest ran in the form of report.mjs. */
import path from 'node:path';
import { isWanted, writeReport } from './report.mjs';

function testRow(test) {
  const { state, note, errors } = test.result();
  const status = state === 'passed' || state === 'failed' ? state : 'skipped';
  const title = test.fullName.replaceAll(' > ', ' ');
  const reason = status === 'failed' ? errors?.[0]?.message : (note ?? undefined);
  return { title, status, ...(status === 'passed' || !reason ? {} : { reason }) };
}

export default class ReportWriter {
  onTestRunEnd(modules, unhandledErrors) {
    const tests = [];
    for (const module of modules) {
      const where = path.relative(process.cwd(), module.moduleId);
      // A file that could not be loaded has no tests, yet something failed.
      for (const error of module.errors()) tests.push({ title: `${where} loads`, where, status: 'failed', reason: error.message });
      for (const test of module.children.allTests()) {
        const row = testRow(test);
        if (row.status !== 'skipped' || isWanted(row.title)) tests.push({ ...row, where });
      }
    }
    for (const error of unhandledErrors) tests.push({ title: 'no unhandled error', where: '', status: 'failed', reason: error.message });
    writeReport(process.env.TOOLTRAY_REPORT ?? 'vitest', tests);
  }
}
