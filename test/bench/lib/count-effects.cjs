// Loaded before the program under measurement: counts child processes and network sockets, and writes the counts at exit.
const childProcess = require('node:child_process');
const { writeFileSync } = require('node:fs');
const net = require('node:net');

const counts = { spawns: 0, sockets: 0 };
const { spawn } = childProcess.ChildProcess.prototype;
childProcess.ChildProcess.prototype.spawn = function counted(...args) {
  counts.spawns += 1;
  return spawn.apply(this, args);
};
const { spawnSync } = childProcess;
childProcess.spawnSync = function counted(...args) {
  counts.spawns += 1;
  return spawnSync.apply(this, args);
};
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function counted(...args) {
  counts.sockets += 1;
  return connect.apply(this, args);
};
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function counted(...args) {
  counts.sockets += 1;
  return listen.apply(this, args);
};
process.on('exit', () => writeFileSync(process.env.BENCH_COUNTS, JSON.stringify(counts)));
