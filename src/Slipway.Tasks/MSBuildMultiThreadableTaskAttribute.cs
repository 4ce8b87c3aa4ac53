namespace Microsoft.Build.Framework;

/// <summary>
/// Tells multithreaded MSBuild that a task neither changes nor reads the process's folder and environment for its paths. MSBuild finds the
/// attribute by its name, and the released Framework package lacks it, so this is a copy of our own.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
