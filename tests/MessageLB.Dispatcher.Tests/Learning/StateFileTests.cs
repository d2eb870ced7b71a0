using MessageLB.Core.Adjustment;
using MessageLB.Dispatcher.Learning;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Learning;

public sealed class StateFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messagelb-state");

    private string Path => System.IO.Path.Combine(_folder.FullName, "messagelb.yaml.state.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_Read_IsTheSame()
    {
        var state = new LearnedState(new DateTimeOffset(2026, 11, 27, 18, 0, 0, TimeSpan.Zero), [new LearnedGroup("orders", [new LearnedDestination("a", 100, 0.25, 0.04), new LearnedDestination("b", 1, 1, 0)])]);

        StateFile.Write(Path, state);
        StateFile.Write(Path, state);
        var read = StateFile.Read(Path)!;

        Assert.Equal(state.SavedAt, read.SavedAt);
        Assert.Equal(state.Groups[0].Destinations, Assert.Single(read.Groups).Destinations);
        Assert.Equal([Path], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void Read_NoFile_IsNothing() => Assert.Null(StateFile.Read(Path));

    [Theory]
    [InlineData("", "it is no JSON as it should be")]
    [InlineData("null", "it is empty")]
    [InlineData("[1]", "it is no JSON as it should be")]
    [InlineData("""{"messagelb_state":1,"saved_at":"yesterday"}""", "it is no JSON as it should be")]
    [InlineData("""{"messagelb_state":1,"groups":[""", "it is no JSON as it should be")]
    [InlineData("""{"messagelb_state":2,"saved_at":"2026-11-27T18:00:00Z"}""", "its version is 2, and 1 is what this one reads")]
    [InlineData("{}", "its version is 0, and 1 is what this one reads")]
    public void Read_Damaged_SaysWhatIsWrong(string text, string reason)
    {
        File.WriteAllText(Path, text);

        var fault = Assert.Throws<InvalidDataException>(() => StateFile.Read(Path));

        Assert.StartsWith(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SomeThatCannotBe_AreLeftOut()
    {
        File.WriteAllText(Path, """
            {"messagelb_state":1,"saved_at":"2026-11-27T18:00:00Z","groups":[{"name":"orders","destinations":[
             {"name":"a","weight":100,"factor":0.5,"service_ms":10},{"name":"b","weight":0,"factor":1,"service_ms":1},{"name":"c d","weight":1,"factor":1,"service_ms":1},
             {"name":"e","weight":1,"factor":-1,"service_ms":1},{"name":"f","weight":1,"factor":1,"service_ms":-1},{"weight":1}]},{"destinations":[]},{"name":"empty"}]}
            """);

        var read = StateFile.Read(Path)!;

        Assert.Equal(["orders", "empty"], read.Groups.Select(g => g.Group));
        Assert.Equal([new LearnedDestination("a", 100, 0.5, 0.01)], read.Groups[0].Destinations);
        Assert.Empty(read.Groups[1].Destinations);
    }
}
