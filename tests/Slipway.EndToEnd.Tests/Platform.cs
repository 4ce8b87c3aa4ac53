using System.Runtime.Versioning;

// Modes, owners, links and signals are what these tests are about.
[assembly: SupportedOSPlatform("linux")]
