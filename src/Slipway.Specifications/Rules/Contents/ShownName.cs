using System.Globalization;
using System.Text;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>Names of files in messages: control characters as escapes, so that a name can neither break a line nor steer a terminal.</summary>
internal static class ShownName
{
    public static string Of(string name)
    {
        StringBuilder? text = null;
        for (var i = 0; i < name.Length; i++)
        {
            var escape = name[i] switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                var c when char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => null,
            };
            if (escape is not null) text ??= new StringBuilder(name, 0, i, name.Length + 16);
            if (escape is null) text?.Append(name[i]);
            else text!.Append(escape);
        }

        return text?.ToString() ?? name;
    }
}
