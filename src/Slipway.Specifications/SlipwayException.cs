namespace Slipway.Specifications;

/// <summary>Carries a <see cref="SlipwayError"/> up to whoever talks to the user.</summary>
public class SlipwayException : Exception
{
    /// <summary>An exception for <paramref name="error"/>.</summary>
    public SlipwayException(SlipwayError error, Exception? inner = null)
        : base(error.Message, inner) => Error = error;

    /// <summary>What to tell the user.</summary>
    public SlipwayError Error { get; }
}
