using System.Text.Json.Serialization;

namespace Slipway.Instances.Events;

/// <summary>Something that happened on an instance, for progress, the log and the history.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(LifecycleEventStarted), "eventStarted")]
[JsonDerivedType(typeof(LifecycleEventEnded), "eventEnded")]
[JsonDerivedType(typeof(ScriptStarted), "scriptStarted")]
[JsonDerivedType(typeof(ScriptOutput), "output")]
[JsonDerivedType(typeof(ScriptEnded), "scriptEnded")]
[JsonDerivedType(typeof(FileProgress), "files")]
[JsonDerivedType(typeof(InstanceWarning), "warning")]
public abstract record InstanceEvent;

/// <summary>A lifecycle event begins.</summary>
public sealed record LifecycleEventStarted(string Event) : InstanceEvent;

/// <summary>A lifecycle event ended, was skipped or failed.</summary>
public sealed record LifecycleEventEnded(EventResult Result) : InstanceEvent;

/// <summary>A script begins.</summary>
public sealed record ScriptStarted(string Event, string Location) : InstanceEvent;

/// <summary>A script wrote a line.</summary>
public sealed record ScriptOutput(string Event, string Location, bool IsError, string Line) : InstanceEvent;

/// <summary>A script ended.</summary>
public sealed record ScriptEnded(string Event, ScriptResult Result) : InstanceEvent;

/// <summary>Work on files goes on: staging, installing or undoing.</summary>
public sealed record FileProgress(string Step, long Files, long TotalFiles, long Bytes, long TotalBytes) : InstanceEvent;

/// <summary>Something the user should know that does not stop the deployment.</summary>
public sealed record InstanceWarning(string Message) : InstanceEvent;
