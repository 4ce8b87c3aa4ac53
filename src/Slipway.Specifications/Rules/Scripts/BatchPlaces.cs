using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts.Batch;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>Where commands can be put into a batch file.</summary>
internal static class BatchPlaces
{
    /// <summary>A line that runs before everything that matters: behind the comments at the top, <c>@echo off</c> and <c>setlocal</c>. Null where there is no such place.</summary>
    public static TextChange? AtTop(BatchScript script, string command)
    {
        foreach (var first in script.Commands)
        {
            var name = script.Program(first);
            if (name == "setlocal" || (name == "echo" && script.Has(first, "off"))) continue;
            var start = ScriptLines.StartOf(script.Text, first.Start);

            // The line may begin inside parentheses, or belong to an if or a loop.
            if (first.Block != 0) start = ScriptLines.StartOf(script.Text, OutermostStart(script, first.Block));
            return new TextChange(start, 0, command + ScriptLines.NewLine(script.Text));
        }

        return null;
    }

    private static int OutermostStart(BatchScript script, int block)
    {
        while (script.Blocks[block].Parent > 0) block = script.Blocks[block].Parent;
        return script.Blocks[block].Start;
    }
}
