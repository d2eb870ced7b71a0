using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class WindowConfigTests
{
    [Theory]
    [InlineData("auto", WindowMode.Auto, 0, "auto")]
    [InlineData("Auto", WindowMode.Auto, 0, "auto")]
    [InlineData("16", WindowMode.Fixed, 16, "16")]
    [InlineData("concurrency", WindowMode.Concurrency, 0, "concurrency")]
    [InlineData("concurrency+1", WindowMode.Concurrency, 1, "concurrency+1")]
    [InlineData("Concurrency + 12", WindowMode.Concurrency, 12, "concurrency+12")]
    public void TryParse_Window_IsReadAndWritten(string text, WindowMode mode, int value, string written)
    {
        Assert.True(WindowConfig.TryParse(text, out var window, out var problem), problem);

        Assert.Equal(new WindowConfig(mode, value), window);
        Assert.Equal(written, window.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [InlineData("concurrency-1")]
    [InlineData("concurrency+")]
    [InlineData("concurrency1")]
    [InlineData("automatic")]
    public void TryParse_AnythingElse_HintsAtTheForm(string? text)
    {
        Assert.False(WindowConfig.TryParse(text, out var window, out var problem));

        Assert.Equal(WindowConfig.Auto, window);
        Assert.Equal("is not a window: write auto, a number, concurrency or concurrency+1", problem);
    }
}
