namespace Slipway.Analyzers.Generation;

/// <summary>The class <c>AppSpec</c>: what the appspec and deploy.yml say, as names that the compiler checks.</summary>
internal static class AppSpecSource
{
    public static string Write(AppSpecModel spec, DeployFileModel? deploy, string applicationName)
    {
        var code = new CodeWriter();
        var application = deploy?.ApplicationName ?? applicationName;
        code.Line().Summary($"What {spec.FileName} says. Written by Slipway at every change of the file.").Line("[global::Microsoft.CodeAnalysis.Embedded]").Open("internal static class AppSpec");
        code.Constant("Application", application, $"The application: {application}.").Line();
        code.Constant("Platform", spec.Platform, "The compute platform: Server, Lambda or ECS.");
        if (spec.Os is not null) code.Line().Constant("Os", spec.Os, "The operating system of the instances.");
        if (spec.Platform == "Server") Destinations(code, spec);
        Hooks(code, spec);
        if (spec.Properties.Count > 0) Properties(code, spec);
        if (deploy is { Groups.Count: > 0 }) Groups(code, deploy);
        return code.Close().ToString();
    }

    private static void Destinations(CodeWriter code, AppSpecModel spec)
    {
        var names = new Identifiers("Destinations", "All");
        code.Line().Summary("Where the files go, as the appspec has it. On an instance with another root DeploymentEnvironment.PathOf says where that is.").Open("public static class Destinations");
        foreach (var destination in spec.Destinations) code.Constant(names.For(destination), destination, destination).Line();
        code.List("All", spec.Destinations, "All of them, in the order of the file.").Close();
    }

    private static void Hooks(CodeWriter code, AppSpecModel spec)
    {
        var what = spec.Platform == "Server" ? "scripts" : "function";
        var events = new Identifiers("Hooks");
        code.Line().Summary($"The {what} of each lifecycle event.").Open("public static class Hooks");
        var first = true;
        foreach (var hook in spec.Hooks)
        {
            if (!first) code.Line();
            first = false;
            var name = events.For(hook.Event);
            var scripts = new Identifiers(name, "All");
            code.Summary($"The {what} of {hook.Event}.").Open($"public static class {name}");
            foreach (var target in hook.Targets.Distinct(StringComparer.Ordinal)) code.Constant(scripts.For(NameOf(target)), target, target).Line();
            code.List("All", hook.Targets, "All of them, in the order in which they run.").Close();
        }

        code.Close();
    }

    /// <summary>The file name without its extension; of a function's ARN the last part.</summary>
    private static string NameOf(string target)
    {
        var name = target.Substring(target.LastIndexOfAny(['/', '\\', ':']) + 1);
        var dot = name.LastIndexOf('.');
        return dot > 0 ? name.Substring(0, dot) : name.Length > 0 ? name : target;
    }

    private static void Properties(CodeWriter code, AppSpecModel spec)
    {
        var names = new Identifiers("Properties");
        code.Line().Summary("The properties of the deployed resource.").Open("public static class Properties");
        foreach (var property in spec.Properties) code.Constant(names.For(property.Name), property.Text, $"{property.Name}: {property.Text}");
        code.Close();
    }

    private static void Groups(CodeWriter code, DeployFileModel deploy)
    {
        var names = new Identifiers("DeploymentGroups", "All");
        code.Line().Summary("The deployment groups of deploy.yml.").Open("public static class DeploymentGroups");
        foreach (var group in deploy.Groups) code.Constant(names.For(group), group, $"The group '{group}'.").Line();
        code.List("All", deploy.Groups, "All of them, in the order of the file.").Close();
    }
}
