/** Takes out of a package what only the development runtime carries, and adds what the command line outside the archive needs. */
const fs = require('node:fs');
const path = require('node:path');

exports.default = async (context) => {
  for (const name of ['resources/default_app.asar', 'resources/app', '.stamp']) {
    fs.rmSync(path.join(context.appOutDir, name), { recursive: true, force: true });
  }
  // Tells the command line its version, and Node that it is made of modules. On a Mac the resources are inside the app.
  const { name, version } = context.packager.info.metadata;
  const resources = context.packager.getResourcesDir(context.appOutDir);
  fs.writeFileSync(path.join(resources, 'package.json'), `${JSON.stringify({ name, version, type: 'module' })}\n`);
};
