/** Takes out of a package what only the development runtime carries. */
const fs = require('node:fs');
const path = require('node:path');

exports.default = async (context) => {
  for (const name of ['resources/default_app.asar', 'resources/app', '.stamp']) {
    fs.rmSync(path.join(context.appOutDir, name), { recursive: true, force: true });
  }
};
