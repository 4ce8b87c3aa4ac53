namespace Slipway.Deployments.Transports.Ssh;

/// <summary>An agent can no longer be heard. Whether it got the request that was running is not known.</summary>
internal sealed class ConnectionLostException(string message, Exception? inner = null) : Exception(message, inner);
