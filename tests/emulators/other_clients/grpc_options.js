// How the generated clients are pointed at a port of this machine, without credentials.

const { grpc } = require("google-gax");

module.exports = (address) => {
  const [servicePath, port] = address.split(":");
  return { servicePath, port: Number(port), sslCreds: grpc.credentials.createInsecure() };
};
