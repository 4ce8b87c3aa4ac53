using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Checks.CSharp;

/// <summary>What a C# compiler says of hook scripts in C#. Where none is at hand that is said, and the rule about them does not run.</summary>
internal static class CSharpHooks
{
    private const string Rule = "SLW5301";

    /// <summary>The syntax errors; null where there is nothing to say: no such script, or no compiler.</summary>
    /// <param name="scripts">The hook scripts.</param>
    /// <param name="folders">Where compilers may stand.</param>
    /// <param name="notes">Gets a note when the rule could not run.</param>
    public static IReadOnlyList<CSharpError>? Errors(IReadOnlyList<ScriptFile> scripts, Func<IReadOnlyList<string>> folders, List<CheckNote> notes)
    {
        var programs = scripts.Where(script => script.Extension == ".cs" && !script.IsBinary).ToList();
        if (programs.Count == 0) return null;
        if (SdkCompiler.Find(folders()) is not { } compiler)
        {
            notes.Add(new CheckNote(Rule, $"{programs[0].File}: no C# compiler was found here, so the syntax of C# hooks was not checked. Install the .NET SDK 10, or set DOTNET_ROOT to it."));
            return null;
        }

        try
        {
            SdkCompiler.Use(compiler);
            return [.. programs.SelectMany(CSharpSyntax.Errors)];
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or MissingMethodException)
        {
            notes.Add(new CheckNote(Rule, $"{programs[0].File}: the C# compiler in {compiler} cannot be used ({e.Message}), so the syntax of C# hooks was not checked."));
            return null;
        }
    }
}
